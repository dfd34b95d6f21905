package com.uru.chatbot.web.openapi;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.openapi.ApiRoutes.Route;
import com.uru.chatbot.web.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the description that the server generates from the code. The server knows neither what
 * the items of a list are, nor two records of one name, nor two methods of one path: bodies are
 * therefore described anew, from the types of the methods. Everything but success is a problem.
 */
public class ApiDescription implements OASFilter {
  private static final String PROBLEM = "Problem";
  private static final String BASE_PATH = "/api/v1";

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
  public void filterOpenAPI(OpenAPI api) {
    ApiSchemas schemas = new ApiSchemas();
    Map<String, List<Route>> routes = ApiRoutes.all();
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (verb, operation) -> {
                          String below =
                              path.startsWith(BASE_PATH)
                                  ? path.substring(BASE_PATH.length())
                                  : path;
                          describe(
                              operation,
                              routes.getOrDefault(verb.name() + " " + below, List.of()),
                              schemas);
                        }));
    Map<String, Schema> components = new TreeMap<>(schemas.components());
    components.put(PROBLEM, problem());
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.getComponents().setSchemas(components);
  }

  private static void describe(Operation operation, List<Route> routes, ApiSchemas schemas) {
    Content request = OASFactory.createContent();
    Content response = OASFactory.createContent();
    for (Route route : routes) {
      route.request().ifPresent(type -> add(request, route.consumed(), schemas.of(type)));
      route.response().ifPresent(type -> add(response, route.produced(), schemas.of(type)));
    }
    operation.setRequestBody(
        request.getMediaTypes().isEmpty()
            ? null
            : OASFactory.createRequestBody().content(request).required(isRequired(routes)));
    APIResponse success = OASFactory.createAPIResponse().description("Success");
    operation.setResponses(
        OASFactory.createAPIResponses()
            .addAPIResponse(
                "2XX", response.getMediaTypes().isEmpty() ? success : success.content(response))
            .defaultValue(
                OASFactory.createAPIResponse()
                    .description("A problem (RFC 9457)")
                    .content(
                        OASFactory.createContent()
                            .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref(PROBLEM))))));
  }

  private static boolean isRequired(List<Route> routes) {
    return routes.stream().allMatch(Route::requiresBody);
  }

  private static void add(Content content, List<String> mediaTypes, Schema schema) {
    for (String mediaType : mediaTypes) {
      content.addMediaType(mediaType, OASFactory.createMediaType().schema(schema));
    }
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
