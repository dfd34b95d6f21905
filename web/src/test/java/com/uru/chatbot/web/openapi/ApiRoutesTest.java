package com.uru.chatbot.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Path;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiRoutesTest {
  @Test
  void describesEveryResource() {
    Set<Class<?>> resources =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.uru.chatbot.web")
                .stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .collect(Collectors.toSet());

    assertThat(ApiRoutes.RESOURCES).containsExactlyInAnyOrderElementsOf(resources);
  }

  @Test
  void knowsTheBodiesOfARoute() {
    ApiRoutes.Route importing = only("POST /import");

    assertThat(importing.consumed()).contains("application/json", "application/zip");
    assertThat(importing.requiresBody()).isTrue();
    assertThat(importing.response()).contains((Type) JsonObject.class);
    assertThat(only("POST /auth/logout").response()).isEmpty();
    assertThat(only("GET /me/export").response()).contains((Type) byte[].class);
    assertThat(ApiRoutes.all().get("GET /generations/{id}/events"))
        .flatExtracting(ApiRoutes.Route::produced)
        .containsExactlyInAnyOrder("text/event-stream", "application/json");
  }

  private static ApiRoutes.Route only(String route) {
    List<ApiRoutes.Route> found = ApiRoutes.all().getOrDefault(route, List.of());
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
