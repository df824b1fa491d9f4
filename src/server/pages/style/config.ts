/** The page of configuration files: the file on one side, what is said of it on the other. */
export const config = `
.config-page{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 24px;align-items:start;overflow-wrap:anywhere}
.config-page textarea{margin:8px 0;font-size:12px;line-height:20px;resize:vertical}
.config-page .grow{flex:1 1 200px;font-weight:400}
.config-page .form-select{width:100%}
.config-page pre{margin:0;padding:12px 16px;overflow-x:auto;font-size:12px;line-height:20px;overflow-wrap:normal}
.Box-header .btn{margin-left:auto}
.source{list-style:none;margin:0;padding:8px 0;font-size:12px;line-height:20px}
.source-line{display:grid;grid-template-columns:48px minmax(0,1fr);padding:0 16px 0 0}
.source-line code{white-space:pre-wrap;font-size:12px}
.source-number{padding-right:12px;text-align:right;color:var(--fgColor-muted);user-select:none}
.source-wrong{background:var(--bgColor-danger-muted)}
.source-problem{grid-column:2;margin:0 0 4px;color:var(--fgColor-default)}
.source-gap{padding-left:48px;color:var(--fgColor-muted)}
@media(max-width:1011px){.config-page{grid-template-columns:minmax(0,1fr)}}
`;
