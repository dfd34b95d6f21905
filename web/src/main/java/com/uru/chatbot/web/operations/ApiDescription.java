package com.uru.chatbot.web.operations;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Completes the description that the server generates from the code: what it takes for the default
 * response is the successful one, everything else is a problem; and a field of a merge patch is
 * what is inside it.
 */
public class ApiDescription implements OASFilter {
  private static final String PROBLEM = "Problem";
  private static final String PATCH_FIELD = "PatchField";

  /** An object as a parameter is one of the types that are written as text, mostly a UUID. */
  @Override
  public Parameter filterParameter(Parameter parameter) {
    Schema schema = parameter.getSchema();
    if (schema != null && schema.getType() == SchemaType.OBJECT) {
      schema.setType(SchemaType.STRING);
    }
    return parameter;
  }

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses responses =
        Optional.ofNullable(operation.getResponses()).orElseGet(OASFactory::createAPIResponses);
    APIResponse generated = responses.getDefaultValue();
    if (generated != null) {
      responses.addAPIResponse("2XX", generated.description("Success"));
    }
    responses.setDefaultValue(
        OASFactory.createAPIResponse()
            .description("A problem (RFC 9457)")
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref(PROBLEM)))));
    return operation.responses(responses);
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.getComponents().addSchema(PROBLEM, problem());
    for (Schema schema : api.getComponents().getSchemas().values()) {
      unwrapPatchFields(schema);
    }
    api.getComponents().removeSchema(PATCH_FIELD);
  }

  private static void unwrapPatchFields(Schema schema) {
    if (schema.getProperties() == null) {
      return;
    }
    Map<String, Schema> fields = new LinkedHashMap<>(schema.getProperties());
    fields.replaceAll((name, field) -> isPatchField(field) ? anything() : field);
    schema.setProperties(fields);
  }

  private static boolean isPatchField(Schema field) {
    return field.getRef() != null && field.getRef().endsWith("/" + PATCH_FIELD);
  }

  private static Schema anything() {
    return OASFactory.createSchema().nullable(true);
  }

  private static Schema problem() {
    Schema code = text();
    for (ProblemCode known : ProblemCode.values()) {
      code.addEnumeration(known.code());
    }
    return OASFactory.createSchema()
        .type(SchemaType.OBJECT)
        .addProperty("type", text())
        .addProperty("title", text())
        .addProperty("status", OASFactory.createSchema().type(SchemaType.INTEGER))
        .addProperty("detail", text())
        .addProperty("code", code)
        .addProperty("action", text())
        .addProperty("errorId", text())
        .addProperty("requestId", text())
        .addProperty(
            "violations",
            OASFactory.createSchema()
                .type(SchemaType.ARRAY)
                .items(
                    OASFactory.createSchema()
                        .type(SchemaType.OBJECT)
                        .addProperty("field", text())
                        .addProperty("message", text())))
        .addRequired("type")
        .addRequired("title")
        .addRequired("status")
        .addRequired("code");
  }

  private static Schema text() {
    return OASFactory.createSchema().type(SchemaType.STRING);
  }
}
