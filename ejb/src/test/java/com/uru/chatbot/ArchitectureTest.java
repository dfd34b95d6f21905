package com.uru.chatbot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

/** The rules R1 to R6 and R8 of the architecture; R7 is about HTTP and tested there. */
@AnalyzeClasses(packages = "com.uru.chatbot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> ENTITIES =
      DescribedPredicate.describe(
          "entities",
          type -> type.isAnnotatedWith(Entity.class) || type.isAnnotatedWith(Embeddable.class));

  @ArchTest
  static final ArchRule R1_KNOWS_NO_HTTP_SERVER =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("jakarta.servlet..", "jakarta.websocket..", "jakarta.faces.."))
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("jakarta.ws.rs.container..", "jakarta.ws.rs.sse.."));

  @ArchTest
  static final ArchRule R1_HTTP_CLIENTS_ARE_IN_THE_ADAPTERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "com.uru.chatbot.openai..",
              "com.uru.chatbot.identity.sso..",
              "com.uru.chatbot.tracing..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.net.http..", "jakarta.ws.rs..", "org.eclipse.microprofile.rest.client.."));

  @ArchTest
  static final ArchRule R2_NOBODY_SEES_THE_OPENAI_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("com.uru.chatbot.openai..")
          .should()
          .dependOnClassesThat(resideInAPackage("com.uru.chatbot.openai.."));

  @ArchTest
  static final ArchRule R3_THE_ENTITY_MANAGER_IS_IN_JPA_CLASSES_ONLY =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("Jpa")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(EntityManager.class);

  @ArchTest
  static final ArchRule R3_ENTITIES_STAY_IN_THEIR_PACKAGE =
      classes().that(ENTITIES).should().bePackagePrivate();

  @ArchTest
  static final ArchRule R3_USE_CASES_RETURN_NO_ENTITIES =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Stateless.class)
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(ENTITIES);

  @ArchTest
  static final ArchRule R4_FEATURES_ARE_FREE_OF_CYCLES =
      slices().matching("com.uru.chatbot.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule R4_SHARED_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage("com.uru.chatbot.shared..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("com.uru.chatbot..")
                  .and(DescribedPredicate.not(resideInAPackage("com.uru.chatbot.shared.."))));

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
  static final ArchRule R5_TWO_CLASSES_KNOW_THE_DATABASE_DRIVER =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("com.uru.chatbot.generation.node.NoticeConnection")
          .and()
          .doNotHaveFullyQualifiedName("com.uru.chatbot.generation.store.DedicatedConnections")
          .should()
          .dependOnClassesThat(resideInAPackage("org.postgresql.."))
          .because("JDBC has no notices, and a managed server finds the driver only by its class");

  @ArchTest
  static final ArchRule R6_BEANS_COME_THROUGH_CONSTRUCTORS =
      noFields().should().beAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule R6_ENTERPRISE_BEANS_HAVE_PUBLIC_CONSTRUCTORS =
      constructors()
          .that()
          .areAnnotatedWith(Inject.class)
          .and()
          .areDeclaredInClassesThat(
              annotatedWith(Stateless.class).or(annotatedWith(Singleton.class)))
          .should()
          .bePublic()
          .because("the container finds no others in them");

  @ArchTest
  static final ArchRule R6_NAMES_SAY_THE_RESPONSIBILITY =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util)");

  @ArchTest
  static final ArchRule R8_TIME_COMES_FROM_THE_INJECTED_CLOCK =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("com.uru.chatbot.shared.ClockProducer")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule R8_NOBODY_WRITES_TO_THE_CONSOLE =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");
}
