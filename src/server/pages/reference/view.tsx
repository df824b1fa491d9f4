import { type Content, type Description, nameOf, type Operation, type Schema, typeOf } from './description.ts';

/** Every route of the API, as our own OpenAPI document has it. */
export function Reference({ description }: { description: Description }) {
  const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return (
    <>
      <div class="page-head">
        <h1>API</h1>
        <div class="actions">
          <a class="btn" href="/v1/openapi.json">
            OpenAPI 3.1
          </a>
          <a class="btn" href="/schema/backstroke.json">
            JSON Schema of the file
          </a>
        </div>
      </div>
      <p>
        A caller sends a user access token of this GitHub App as <code>Authorization: Bearer …</code>, or comes from
        these pages. Seeing a link takes read access to its fork, changing it takes push access. Errors are{' '}
        <code>application/problem+json</code> and say what to do.
      </p>
      <nav class="Box" aria-label="Routes">
        <ul class="routes">
          {routes.map(({ path, method, operation }) => (
            <li>
              <a href={`#${anchor(method, path)}`}>
                <code>
                  {method} {path}
                </code>
              </a>{' '}
              <span class="color-fg-muted">{operation.summary}</span>
            </li>
          ))}
        </ul>
      </nav>
      {routes.map((route) => (
        <Route {...route} />
      ))}
      <h2 class="mb-3">Schemas</h2>
      {Object.entries(description.components?.schemas ?? {}).map(([name, schema]) => (
        <Named name={name} schema={schema} />
      ))}
    </>
  );
}

const anchor = (method: string, path: string) => `${method} ${path}`.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();

function Route({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const { summary, description, security, parameters = [], requestBody, responses = {} } = operation;
  const id = anchor(method, path);
  return (
    <section class="Box" id={id} aria-labelledby={`${id}-title`}>
      <div class="Box-header">
        <h2 id={`${id}-title`}>
          <code>
            {method} {path}
          </code>
        </h2>
        <span class="color-fg-muted">{security ? 'for who is signed in' : 'for everybody'}</span>
      </div>
      <div class="Box-body">
        <p>{summary}</p>
        {description && <p>{description}</p>}
        {parameters.length > 0 && (
          <dl class="fields">
            {parameters.map((parameter) => (
              <Field
                name={`${parameter.name}${parameter.required ? '' : '?'}`}
                schema={parameter.schema}
                said={parameter.description ?? `in the ${parameter.in}`}
              />
            ))}
          </dl>
        )}
        {requestBody && <Body title="Body" content={requestBody} />}
        {Object.entries(responses).map(([status, content]) => (
          <Body title={status} content={content} />
        ))}
      </div>
    </section>
  );
}

function Body({ title, content }: { title: string; content: Content }) {
  const [[type, body] = [undefined, undefined]] = Object.entries(content.content ?? {});
  const shows = body?.schema !== undefined && type !== 'application/problem+json';
  return (
    <p class="mb-2">
      <span class="text-bold">{title}</span> {content.description}
      {shows && (
        <>
          {': '}
          <Type schema={body.schema} />
        </>
      )}
    </p>
  );
}

function Named({ name, schema }: { name: string; schema: Schema }) {
  const { properties = {}, required = [] } = schema;
  return (
    <section class="Box" id={`schema-${name}`} aria-labelledby={`schema-${name}-title`}>
      <div class="Box-header">
        <h3 id={`schema-${name}-title`}>{name}</h3>
      </div>
      <div class="Box-body">
        {Object.keys(properties).length === 0 && <Type schema={schema} />}
        <dl class="fields">
          {Object.entries(properties).map(([field, of]) => (
            <Field name={`${field}${required.includes(field) ? '' : '?'}`} schema={of} said={of.description} />
          ))}
        </dl>
      </div>
    </section>
  );
}

function Field({ name, schema, said }: { name: string; schema: Schema | undefined; said: string | undefined }) {
  const fallback = schema?.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`;
  return (
    <div>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        <Type schema={schema} /> {[said, fallback].filter(Boolean).join(', ')}
      </dd>
    </div>
  );
}

/** A type; one that is nothing but a name leads to it. */
function Type({ schema }: { schema: Schema | undefined }) {
  const text = <code class="type">{typeOf(schema)}</code>;
  return schema?.$ref ? <a href={`#schema-${nameOf(schema.$ref)}`}>{text}</a> : text;
}
