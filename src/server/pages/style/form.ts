/** Forms of a page of their own: fields with what is wrong below them. */
export const form = `
.field{margin:0 0 16px}
.field label,.field-error,.field .note{display:block}
.field label{font-weight:600;margin-bottom:4px}
.field .note,.field-error{margin:4px 0 0;font-size:12px}
.field-error{color:var(--fgColor-danger)}
.field [aria-invalid=true]{border-color:var(--borderColor-danger-emphasis)}
.choose{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.choose .form-control{flex:1 1 240px}
.stop-form{padding:16px}
.stop-form .field{margin-bottom:0}
.stop-form .btn{margin-top:16px}
.stop-form .field{min-width:0}
.stop-form .form-control,.stop-form .form-select{width:100%}
.form-select{max-width:100%}
.form-buttons{display:flex;flex-wrap:wrap;gap:8px}
.message{min-width:0;overflow-wrap:anywhere}
`;
