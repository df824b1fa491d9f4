import { Icon } from './icons.tsx';

/** A code span as CommonMark has it, an address, or the id of a link. */
const special =
  /(?<fence>(?<!`)`+(?!`))(?<code>.+?)(?<!`)\k<fence>(?!`)|(?<link>https?:\/\/\S*[^\s,.;:)])|(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gu;

/** What is wrong, as people read it: its code as code, its addresses and links as links. */
export function Message({ text }: { text: string }) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(special)) {
    const { code, link, id } = found.groups ?? {};
    parts.push(text.slice(from, found.index));
    if (code !== undefined) parts.push(<code>{code.replace(/^ (.*[^ ].*) $/, '$1')}</code>);
    else if (id !== undefined) parts.push(<a href={`/links/${id}`}>{id.slice(0, 8)}</a>);
    else parts.push(<a href={link}>{link}</a>);
    from = found.index + found[0].length;
  }
  return <span class="message">{[...parts, text.slice(from)]}</span>;
}

/** At the top of a page whose form was refused as a whole. */
export function Refused({ error }: { error: string | null }) {
  if (error === null) return null;
  return (
    <div class="flash flash-error" role="alert">
      <Icon name="alert" />
      <Message text={error} />
    </div>
  );
}

/** Below the field that it is about, which names it with `aria-describedby`. */
export function FieldError({ name, text }: { name: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="alert" size={12} /> <Message text={text} />
    </p>
  );
}
