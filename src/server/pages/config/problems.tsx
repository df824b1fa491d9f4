import type { Problem } from '../../../core/config/problem.ts';
import { Message } from '../message.tsx';

/** Lines of the file that are shown around one with a problem. */
const around = 2;

/** What is wrong with a file, at its lines. */
export function Problems({ problems, text }: { problems: Problem[]; text: string }) {
  const lines = text.split('\n');
  const byLine = new Map<number, Problem[]>();
  for (const problem of problems) byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  const near = (line: number) => problems.some((one) => Math.abs(one.line - line) <= around);
  const shown = lines.map((_, index) => index + 1).filter(near);
  return (
    <section class="Box" aria-labelledby="problems">
      <div class="Box-header">
        <h2 id="problems">
          {problems.length === 1 ? 'One thing is wrong' : `${problems.length} things are wrong`} with this file
        </h2>
      </div>
      <ol class="source">
        {shown.map((line, at) => (
          <>
            {at > 0 && line - (shown[at - 1] ?? 0) > 1 && <li class="source-gap">…</li>}
            <Line line={line} text={lines[line - 1] ?? ''} problems={byLine.get(line) ?? []} />
          </>
        ))}
      </ol>
    </section>
  );
}

function Line({ line, text, problems }: { line: number; text: string; problems: Problem[] }) {
  return (
    <li class={problems.length > 0 ? 'source-line source-wrong' : 'source-line'}>
      <span class="source-number">
        <span class="sr-only">Line </span>
        {line}
      </span>
      <code>{text}</code>
      {problems.map(({ column, message }) => (
        <p class="source-problem">
          <span class="text-bold">
            Line {line}, column {column}:
          </span>{' '}
          <Message text={message} />
        </p>
      ))}
    </li>
  );
}
