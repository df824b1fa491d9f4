/** The page of a link: two columns where there is room, the picture of its branches, its lists. */
export const link = `
.link-page{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,380px);gap:0 24px;align-items:start}
.link-title,.link-page{overflow-wrap:anywhere}
.link-page .Box-body+.Box-body,.Box-body+ul>:first-child,.link-page ul+.Box-body{border-top:1px solid var(--borderColor-muted)}
.link-page p{margin:0 0 12px}
.link-page .mb-0{margin-bottom:0!important}
.link-page .link-when{margin:0}
.status-line{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center}
.status-line .link-buttons{margin-left:auto}
.link-status .sentence{margin:12px 0 4px}
.branches{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin-bottom:12px}
.branches svg{flex:none}
.branches dl{margin:0;min-width:0;flex:1 1 180px}
.branches dl div{padding:4px 0}
.branches dt{font-weight:600}
.branches dd{margin:0;color:var(--fgColor-muted)}
.branches path{fill:none;stroke-width:2}
path.branch-upstream{stroke:var(--fgColor-accent)}
path.branch-fork{stroke:var(--fgColor-success)}
circle.branch-upstream{fill:var(--fgColor-accent)}
circle.branch-fork{fill:var(--fgColor-success)}
.branch-both{fill:var(--fgColor-muted)}
circle.branch-none{fill:none;stroke-width:2}
circle.branch-none.branch-upstream{stroke:var(--fgColor-accent)}
circle.branch-none.branch-fork{stroke:var(--fgColor-success)}
path.branch-unknown{stroke:var(--borderColor-default);stroke-dasharray:4 4}
path.branch-gap{stroke:var(--bgColor-default);stroke-width:4;stroke-dasharray:3 3}
.plan .sentence{margin:4px 0 0}
.operation,.act{display:grid;grid-template-columns:16px minmax(0,1fr);gap:8px}
.act a{color:var(--fgColor-default);text-decoration:none}
.act a:hover{color:var(--fgColor-accent)}
.operation .sentence{margin:4px 0}
.link-page pre{
  overflow-x:auto;padding:8px 12px;margin:4px 0 12px;border-radius:6px;font-size:12px;
  background:var(--bgColor-muted);white-space:pre;overflow-wrap:normal;
}
.link-page .command{white-space:pre-wrap;overflow-wrap:anywhere}
.link-page .form-group{margin:0 0 16px}
.link-page summary{cursor:pointer}
#said h3{margin-top:16px}
#said pre{margin-bottom:0}
.secret-field{display:block;margin:12px 0;font-weight:400}
.choices{border:0;padding:0;margin:0 0 16px;min-width:0}
.choices legend{font-weight:600;margin-bottom:4px}
.choices label,.choice{display:flex;gap:8px;align-items:baseline;font-weight:400;margin:0 0 8px}
.choices .note{display:block;margin:0}
.choices:disabled{opacity:.6}
@media(max-width:1011px){.link-page{grid-template-columns:minmax(0,1fr)}.status-line .link-buttons{margin-left:0}}
`;
