/** What stands on pages, as GitHub draws it: boxes, labels of states, messages, empty places. */
export const components = `
.Box{border:1px solid var(--borderColor-default);border-radius:6px;background:var(--bgColor-default);margin-bottom:16px}
.Box-header{
  display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px;padding:12px 16px;background:var(--bgColor-muted);
  border-bottom:1px solid var(--borderColor-default);border-radius:6px 6px 0 0;
}
.Box-header h2,.Box-body h3{font-size:14px}
.Box-header .btn{margin-left:auto}
.Box-body{padding:16px}
.Box-row{padding:12px 16px;border-top:1px solid var(--borderColor-muted);list-style:none}
.Box-row:first-child{border-top:0}
ul.Box,.Box ul{padding-left:0;margin-top:0}
.Box ul{margin-bottom:0}
.flash{
  display:flex;gap:8px;padding:12px 16px;margin-bottom:16px;border:1px solid var(--borderColor-accent-muted);border-radius:6px;
  background:var(--bgColor-accent-muted);
}
.flash .octicon{margin-top:3px;color:var(--fgColor-accent)}
.flash-success{border-color:var(--borderColor-success-muted);background:var(--bgColor-success-muted)}
.flash-success .octicon{color:var(--fgColor-success)}
.flash-error{border-color:var(--borderColor-danger-muted);background:var(--bgColor-danger-muted)}
.flash-error .octicon{color:var(--fgColor-danger)}
.State{
  display:inline-flex;align-items:center;gap:4px;padding:0 8px;border:1px solid var(--borderColor-default);border-radius:2em;
  font-size:12px;font-weight:500;line-height:20px;white-space:nowrap;color:var(--fgColor-muted);
}
.State-success{color:var(--fgColor-success);border-color:var(--borderColor-success-emphasis)}
.State-attention{color:var(--fgColor-attention);border-color:var(--borderColor-attention-emphasis)}
.State-danger{color:var(--fgColor-danger);border-color:var(--borderColor-danger-emphasis)}
.State-accent{color:var(--fgColor-accent);border-color:var(--borderColor-accent-emphasis)}
.Counter{
  display:inline-block;min-width:20px;padding:0 6px;border-radius:2em;font-size:12px;font-weight:500;line-height:18px;text-align:center;
  color:var(--fgColor-default);background:var(--bgColor-neutral-muted);
}
.blankslate{padding:32px;text-align:center}
.blankslate .octicon{color:var(--fgColor-muted);margin-bottom:8px}
.blankslate p{color:var(--fgColor-muted);max-width:60ch;margin:8px auto 16px}
.points h2{font-size:16px}
.hero{text-align:center;padding:48px 0 24px}
.hero p{font-size:16px;color:var(--fgColor-muted);max-width:60ch;margin:16px auto 24px}
.points{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:24px;padding:0;margin:24px 0;list-style:none}
.points p{margin:4px 0 0;color:var(--fgColor-muted)}
.exact{font-size:12px;color:var(--fgColor-muted);white-space:nowrap}
.link-row{display:grid;grid-template-columns:150px 1fr auto;gap:4px 16px;align-items:start}
.link-text{min-width:0;overflow-wrap:anywhere}
.link-text p{margin:0}
.link-name{font-weight:600}
.link-name a{color:var(--fgColor-default)}
.link-name a:hover{color:var(--fgColor-accent)}
.link-from,.link-when{font-size:12px;color:var(--fgColor-muted)}
.link-from .octicon{vertical-align:-1px}
.link-text .sentence{margin:4px 0}
.link-buttons{display:flex;flex-wrap:wrap;gap:8px;justify-content:flex-end;margin:0}
.fork-row{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between;overflow-wrap:anywhere}
.routes{list-style:none;padding:8px 16px;margin:0}
.Box ul.routes{padding:8px 16px}
.routes li{display:grid;grid-template-columns:minmax(0,300px) minmax(0,1fr);gap:0 16px;padding:2px 0;overflow-wrap:anywhere}
.type{overflow-wrap:anywhere;color:var(--fgColor-muted)}
.fields{margin:0 0 8px}
.fields div{display:grid;grid-template-columns:minmax(120px,200px) 1fr;gap:0 16px;padding:4px 0}
.fields dd{margin:0;min-width:0}
.Box-body>p:last-child{margin-bottom:0}
.Box-header h2{min-width:0;overflow-wrap:anywhere}
.Box-header h2 code{font-size:14px}
.Box-body p{overflow-wrap:anywhere}
.header-form{margin-left:auto}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:0 16px;align-items:start}
.facts{margin:0;padding:8px 16px}
.facts div{display:flex;gap:16px;justify-content:space-between;padding:4px 0}
.facts dt{color:var(--fgColor-muted);flex:none}
.facts dd{margin:0;text-align:right}
.states{display:flex;flex-wrap:wrap;gap:4px;list-style:none;padding:0;margin:0 0 12px}
.states a{display:inline-flex;gap:8px;align-items:center;padding:4px 12px;border-radius:6px;color:var(--fgColor-default)}
.states a:hover{background:var(--bgColor-neutral-muted);text-decoration:none}
.states [aria-current=true] .Counter{color:inherit;background:#ffffff33}
.states [aria-current=true]{background:var(--bgColor-accent-emphasis);color:var(--fgColor-onEmphasis)}
.filters{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 16px}
.filters label{font-weight:400}
.filters .grow{flex:1 1 240px}
.filters .grow .form-control{width:100%}
@media(max-width:767px){
  .fields div{grid-template-columns:1fr}
  .link-row,.routes li{grid-template-columns:1fr}
  .link-row .exact{display:none}
  .link-buttons{justify-content:flex-start;margin-top:8px}
  .exact{white-space:normal}
}
`;
