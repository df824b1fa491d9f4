/** The frame of every page: header, main, footer, and how it shrinks to a telephone. */
export const frame = `
body{
  min-height:100vh;display:flex;flex-direction:column;
  font-family:var(--fontStack-system);font-size:14px;line-height:1.5;
  color:var(--fgColor-default);background-color:var(--bgColor-default);
}
a{color:var(--fgColor-accent);text-decoration:none}
a:hover{text-decoration:underline}
p a,.sentence a{text-decoration:underline;text-underline-offset:.2em}
h1{font-size:24px;font-weight:600;line-height:1.25;margin:0}
h2{font-size:20px;font-weight:600;line-height:1.25;margin:0}
h3{font-size:16px;font-weight:600;line-height:1.5;margin:0}
:focus-visible{outline:2px solid var(--focus-outlineColor,var(--borderColor-accent-emphasis));outline-offset:2px;box-shadow:none}
.octicon{fill:currentColor;vertical-align:text-bottom;flex:none}
.skip{position:absolute;left:-10000px}
.skip:focus{left:16px;top:12px;z-index:2;padding:4px 12px;background:var(--bgColor-default)}
.top{background-color:var(--bgColor-inset);border-bottom:1px solid var(--borderColor-default)}
.top-bar{display:flex;align-items:center;gap:16px;padding:12px 24px 8px}
.top-bar .who{margin-left:auto;display:flex;align-items:center;gap:12px;min-width:0}
.top-bar form{margin:0}
.brand{display:inline-flex;align-items:center;gap:8px;font-size:16px;font-weight:600;color:var(--fgColor-default)}
.brand:hover{text-decoration:none;color:var(--fgColor-muted)}
.tabs{display:flex;gap:8px;padding:0 16px;overflow-x:auto;list-style:none;margin:0}
.tabs a{
  display:inline-flex;align-items:center;gap:8px;padding:4px 8px;margin:4px 0 8px;border-radius:6px;white-space:nowrap;
  color:var(--fgColor-default);position:relative;
}
.tabs a:hover{background:var(--bgColor-neutral-muted);text-decoration:none}
.tabs .octicon{color:var(--fgColor-muted)}
.tabs [aria-current=page]{font-weight:600}
.tabs [aria-current=page]::after{
  content:"";position:absolute;left:0;right:0;bottom:-8px;height:2px;background:var(--underlineNav-borderColor-active);
}
main{flex:1;width:100%;max-width:1280px;margin:0 auto;padding:24px}
main:focus{outline:none}
.page-head{display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px;margin-bottom:16px}
.page-head .actions{margin-left:auto;display:flex;flex-wrap:wrap;gap:8px}
.bottom{
  border-top:1px solid var(--borderColor-muted);padding:24px;font-size:12px;color:var(--fgColor-muted);
  display:flex;flex-wrap:wrap;gap:8px 16px;justify-content:center;
}
.narrow{max-width:640px;margin:0 auto}
@media(max-width:767px){
  .top-bar{padding:12px 16px 8px}
  .tabs{padding:0 8px}
  main{padding:16px}
  .page-head .actions{margin-left:0;width:100%}
  .page-head .actions .btn{padding:3px 12px;font-size:12px}
  .tabs .octicon{display:none}
}
`;
