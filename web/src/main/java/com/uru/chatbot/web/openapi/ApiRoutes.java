package com.uru.chatbot.web.openapi;

import com.uru.chatbot.web.administration.AdminSettingsResource;
import com.uru.chatbot.web.administration.AdminUsersResource;
import com.uru.chatbot.web.conversations.ConversationsResource;
import com.uru.chatbot.web.conversations.SearchResource;
import com.uru.chatbot.web.export.AccountExportResource;
import com.uru.chatbot.web.export.ConversationExportResource;
import com.uru.chatbot.web.generations.ConversationGenerationsResource;
import com.uru.chatbot.web.generations.GenerationsResource;
import com.uru.chatbot.web.identity.AuthResource;
import com.uru.chatbot.web.identity.MeResource;
import com.uru.chatbot.web.importing.ImportResource;
import com.uru.chatbot.web.models.ModelsResource;
import com.uru.chatbot.web.models.ProviderKeyResource;
import com.uru.chatbot.web.settings.MySettingsResource;
import com.uru.chatbot.web.sharing.ConversationShareResource;
import com.uru.chatbot.web.sharing.MySharesResource;
import com.uru.chatbot.web.sharing.SharedResource;
import com.uru.chatbot.web.usage.AdminUsageResource;
import com.uru.chatbot.web.usage.MeQuotasResource;
import com.uru.chatbot.web.usage.MeUsageResource;
import com.uru.chatbot.web.userevents.MeEventsResource;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The methods of the resources, as the annotations declare them. */
final class ApiRoutes {
  /** Found by their annotations, they would have to be looked for in all archives at each start. */
  static final List<Class<?>> RESOURCES =
      List.of(
          AdminSettingsResource.class,
          AdminUsageResource.class,
          AdminUsersResource.class,
          AccountExportResource.class,
          AuthResource.class,
          ConversationExportResource.class,
          ConversationGenerationsResource.class,
          ConversationShareResource.class,
          ConversationsResource.class,
          GenerationsResource.class,
          ImportResource.class,
          MeEventsResource.class,
          MeQuotasResource.class,
          MeResource.class,
          MeUsageResource.class,
          ModelsResource.class,
          MySettingsResource.class,
          MySharesResource.class,
          ProviderKeyResource.class,
          SearchResource.class,
          SharedResource.class);

  private ApiRoutes() {}

  /**
   * A method of a resource.
   *
   * @param path below the base path of the API
   */
  record Route(String verb, String path, Method method) {
    /** The type of the request's body, empty if there is none. */
    Optional<Type> request() {
      return Stream.of(method.getParameters())
          .filter(ApiRoutes::isBody)
          .map(Parameter::getParameterizedType)
          .findFirst();
    }

    /** The type of the response's body, empty if there is none. */
    Optional<Type> response() {
      APIResponseSchema declared = method.getAnnotation(APIResponseSchema.class);
      if (declared != null) {
        return Optional.of(declared.value());
      }
      if (isFile()) {
        return Optional.of(byte[].class);
      }
      return Optional.of(method.getGenericReturnType())
          .filter(type -> type != void.class && type != Response.class);
    }

    /** JSON has a type, or there is no body. */
    private boolean isFile() {
      boolean json = produced().contains(MediaType.APPLICATION_JSON);
      return (method.getReturnType() == Response.class && !json)
          || produced().contains(MediaType.SERVER_SENT_EVENTS);
    }

    /** Whether the request is refused without a body. */
    boolean requiresBody() {
      return Stream.of(method.getParameters())
          .filter(ApiRoutes::isBody)
          .noneMatch(body -> body.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    List<String> consumed() {
      return find(method, Consumes.class)
          .map(Consumes::value)
          .map(List::of)
          .orElse(List.of(MediaType.APPLICATION_JSON));
    }

    /** Without the parameters by which the server chooses among them. */
    List<String> produced() {
      return find(method, Produces.class)
          .map(Produces::value)
          .map(types -> Stream.of(types).map(type -> type.split(";", 2)[0]).toList())
          .orElse(List.of(MediaType.WILDCARD));
    }
  }

  /** Returns the routes by verb and path: {@code GET /me}; several differ in their media types. */
  static Map<String, List<Route>> all() {
    Map<String, List<Route>> routes = new LinkedHashMap<>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getMethods()) {
        verb(method)
            .ifPresent(
                verb -> {
                  String path = path(resource) + path(method);
                  routes
                      .computeIfAbsent(verb + " " + path, key -> new ArrayList<>())
                      .add(new Route(verb, path, method));
                });
      }
    }
    return routes;
  }

  private static Optional<String> verb(Method method) {
    return Stream.of(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String path(AnnotatedElement element) {
    Path path = element.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }

  private static <A extends Annotation> Optional<A> find(Method method, Class<A> annotation) {
    return Optional.ofNullable(method.getAnnotation(annotation))
        .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(annotation)));
  }

  /** A body has no annotation of JAX-RS that says where the value comes from. */
  private static boolean isBody(Parameter parameter) {
    return Stream.of(parameter.getAnnotations())
        .map(annotation -> annotation.annotationType().getPackageName())
        .noneMatch(name -> name.equals("jakarta.ws.rs") || name.equals("jakarta.ws.rs.core"));
  }
}
