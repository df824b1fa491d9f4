import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';

/** The names GitHub gives to the two mistakes that are made most; the others keep graphql-js's words. */
const unknownField: ValidationRule = (context) => ({
  Field(node) {
    const parent = context.getParentType();
    if (!parent || context.getFieldDef()) return;
    const names = { code: 'undefinedField', typeName: parent.name, fieldName: node.name.value };
    const message = `Field '${node.name.value}' doesn't exist on type '${parent.name}'`;
    context.reportError(new GraphQLError(message, { nodes: node, extensions: names }));
  },
});

const rules = [...specifiedRules.filter(({ name }) => name !== 'FieldsOnCorrectTypeRule'), unknownField];

export function problemsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, rules);
}
