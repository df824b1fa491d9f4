import { createRoute, z } from '@hono/zod-openapi';
import { json, nobody, problem, security } from './routes.ts';

/** Names YAML goes by. https://www.rfc-editor.org/rfc/rfc9512 */
export const yamlTypes = ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/plain'] as const;

const yaml = { schema: z.string() };

export const ValidationSchema = z
  .object({
    valid: z.boolean(),
    problems: z.array(
      z.object({
        path: z.string().openapi({ description: 'Such as `branches.0.from`; empty for the file as a whole' }),
        line: z.number().int().openapi({ description: 'From 1' }),
        column: z.number().int().openapi({ description: 'From 1, in UTF-16 code units' }),
        message: z.string(),
      }),
    ),
    effective: z
      .looseObject({})
      .nullable()
      .openapi({ description: "The file with every default filled in, in the file's own keys; null when invalid" }),
  })
  .openapi('Validation');

export const validateConfig = createRoute({
  method: 'post',
  path: '/v1/config/validate',
  summary: 'What Backstroke would say of a configuration file; nothing is read or written anywhere',
  security,
  request: {
    query: z.object({
      kind: z
        .enum(['fork', 'owner'])
        .default('fork')
        .openapi({ description: "`owner` for the file in `OWNER/.github`, which holds the owner's defaults" }),
    }),
    body: {
      required: true,
      description: 'The file as it is, in UTF-8, at most 64 KiB',
      content: Object.fromEntries(yamlTypes.map((type) => [type, yaml])),
    },
  },
  responses: {
    200: json(ValidationSchema, 'What is wrong with it, from its top to its end, and what it comes to'),
    ...nobody,
    413: problem('Larger than 64 KiB'),
    415: problem('The content type is none that YAML has'),
    422: problem('A parameter is not what it has to be'),
    429: problem('More than 30 files of this caller within a minute'),
  },
});
