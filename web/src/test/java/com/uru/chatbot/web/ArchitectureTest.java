package com.uru.chatbot.web;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.uru.chatbot.generation.store.StartGeneration;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(
    packages = "com.uru.chatbot.web",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaMethod> HTTP_METHODS =
      DescribedPredicate.describe(
          "answer HTTP requests",
          method ->
              method.getAnnotations().stream()
                  .anyMatch(
                      annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));

  @ArchTest
  static final ArchRule R7_EVERY_METHOD_SAYS_WHO_MAY_CALL_IT =
      methods().that(HTTP_METHODS).should(sayWhoMayCallThem()).allowEmptyShould(true);

  @ArchTest
  static final ArchRule R5_NO_VENDOR_IMPORTS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "fish.payara..",
                  "org.glassfish..",
                  "org.eclipse.persistence..",
                  "com.hazelcast.."));

  @ArchTest
  static final ArchRule R6_NAMES_SAY_THE_RESPONSIBILITY =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util)");

  @ArchTest
  static final ArchRule R3_NO_ENTITY_MANAGER_IN_WEB =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.persistence.EntityManager");

  @ArchTest
  static final ArchRule R4_ASKS_THE_SERVICES_FOR_GENERATIONS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "com.uru.chatbot.generation.running..",
                      "com.uru.chatbot.generation.store..",
                      "com.uru.chatbot.generation.title..")
                  .and(DescribedPredicate.not(belongToAnyOf(StartGeneration.class))));

  @ArchTest
  static final ArchRule R8_TIME_COMES_FROM_THE_INJECTED_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  private static ArchCondition<JavaMethod> sayWhoMayCallThem() {
    return new ArchCondition<>("say who may call them") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Method reflected = method.reflect();
        boolean said =
            DefaultDeny.accessOf(reflected, reflected.getDeclaringClass())
                != DefaultDeny.Access.NOBODY;
        events.add(new SimpleConditionEvent(method, said, method.getFullName()));
      }
    };
  }
}
