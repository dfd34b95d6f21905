package com.uru.chatbot.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/authorization.txt} has a row for each route and no others; a system test checks the
 * rows.
 */
class AuthorizationTableTest {
  private static final java.nio.file.Path TABLE =
      java.nio.file.Path.of("../docs/authorization.txt");

  @Test
  void hasARowForEveryRoute() throws IOException {
    assertThat(rows())
        .as("routes in docs/authorization.txt")
        .containsExactlyInAnyOrderElementsOf(routes());
  }

  private static Set<String> rows() throws IOException {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf('|')).strip())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> routes() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.uru.chatbot.web")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .map(JavaMethod::reflect)
            .flatMap(method -> verb(method).map(verb -> route(verb, method)).stream())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> verb(Method method) {
    return Stream.of(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String route(String verb, Method method) {
    Class<?> resource = method.getDeclaringClass();
    String path = requireNonNull(resource.getAnnotation(Path.class)).value();
    String below = find(method, Path.class, false).map(Path::value).orElse("");
    String type =
        find(method, Produces.class, true)
            .map(produces -> produces.value()[0].split(";", 2)[0])
            .filter(produced -> !produced.equals(MediaType.APPLICATION_JSON))
            .map(produced -> " " + produced)
            .orElse("");
    return verb + " " + path + below + type;
  }

  private static <A extends Annotation> Optional<A> find(
      Method method, Class<A> annotation, boolean inherited) {
    Optional<A> own = Optional.ofNullable(method.getAnnotation(annotation));
    return own.isPresent() || !inherited
        ? own
        : Optional.ofNullable(method.getDeclaringClass().getAnnotation(annotation));
  }
}
