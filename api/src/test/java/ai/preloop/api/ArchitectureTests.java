package ai.preloop.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.api.startup.NodeConfiguration;
import ai.preloop.workflows.identity.Ids;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.temporal.workflow.WorkflowInterface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RestController;

/** What depends on what; the compiler holds the modules apart, this holds the rest. */
class ArchitectureTests {

  private static final JavaClasses PRELOOP =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("tests.jar"))
          .importPackages("ai.preloop");

  private static final List<String> OUTSIDE_PACKAGES =
      List.of(
          "java.io",
          "java.net",
          "java.nio",
          "java.sql",
          "javax.sql",
          "org.springframework",
          "org.apache");

  /** Text in memory, names of addresses, and what every record or lambda may be. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java.io.Serializable",
          "java.io.StringWriter",
          "java.io.Writer",
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.nio.ByteBuffer",
          "java.nio.CharBuffer",
          "java.nio.charset.CharacterCodingException",
          "java.nio.charset.Charset",
          "java.nio.charset.CharsetDecoder",
          "java.nio.charset.CodingErrorAction",
          "java.nio.charset.StandardCharsets");

  private static final DescribedPredicate<JavaClass> OUTSIDE =
      describe("reach files, networks, databases or Spring", ArchitectureTests::isOutside);

  private static final DescribedPredicate<JavaAccess<?>> CLOCK_OR_CHANCE =
      describe("reads a clock or draws by chance", ArchitectureTests::isClockOrChance);

  @Test
  void layersLookDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("ai.preloop..")
        .layer("policies")
        .definedBy("ai.preloop.policies..")
        .layer("workflows")
        .definedBy("ai.preloop.workflows..")
        .layer("activities")
        .definedBy("ai.preloop.activities..")
        .layer("api")
        .definedBy("ai.preloop.api..")
        .whereLayer("api")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("activities")
        .mayOnlyBeAccessedByLayers("api")
        .whereLayer("workflows")
        .mayOnlyBeAccessedByLayers("activities", "api")
        .whereLayer("policies")
        .mayOnlyBeAccessedByLayers("workflows", "activities", "api")
        .check(PRELOOP);
  }

  /** Its classes are built later than these, so its sources are read. */
  @Test
  void commandsKnowPoliciesOnly() {
    assertThat(sources("../cli"))
        .isNotEmpty()
        .noneMatch(source ->
            text(source).matches("(?s).*\\bai\\.preloop\\.(workflows|activities|api)\\b.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies", "workflows", "activities", "api"})
  void featuresHaveNoCycles(String module) {
    slices().matching("ai.preloop." + module + ".(**)").should().beFreeOfCycles().check(PRELOOP);
  }

  @Test
  void policiesAndWorkflowsReachNothingOutside() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.preloop.policies..", "ai.preloop.workflows..")
        .should()
        .dependOnClassesThat(OUTSIDE)
        .check(PRELOOP);
  }

  /** Ids are made where rows are; that they may not be made in a workflow is the next rule. */
  @Test
  void policiesAndWorkflowsAreGivenTimeAndChance() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.preloop.policies..", "ai.preloop.workflows..")
        .and()
        .areNotAssignableTo(Ids.class)
        .should()
        .accessTargetWhere(CLOCK_OR_CHANCE)
        .check(PRELOOP);
  }

  /**
   * A machine's clock can be set: what lasts is measured by what goes by, and what ends, ends by
   * the database's clock.
   */
  @Test
  void theMachinesClockIsReadForRecordsAndConditionsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.preloop.activities..", "ai.preloop.api..")
        .and()
        .areNotAssignableTo(AuditRecord.class)
        .and()
        .areNotAssignableTo(DatabaseClock.class)
        .and()
        .areNotAssignableTo(NodeConfiguration.class)
        .should()
        .accessTargetWhere(
            describe("reads the machine's clock", ArchitectureTests::isMachinesClock))
        .check(PRELOOP);
  }

  @Test
  void workflowImplementationsMakeNoIds() {
    DescribedPredicate<JavaClass> implementation =
        describe(
            "implement a workflow",
            type ->
                !type.isInterface()
                    && type.getAllRawInterfaces().stream()
                        .anyMatch(each -> each.isAnnotatedWith(WorkflowInterface.class)));
    assertThat(PRELOOP.that(implementation)).isNotEmpty();
    noClasses()
        .that(implementation)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Ids.class)
        .check(PRELOOP);
  }

  @Test
  void controllersReachNoRows() {
    noClasses()
        .that()
        .areAnnotatedWith(RestController.class)
        .should()
        .dependOnClassesThat(
            describe(
                "are the way to rows",
                type ->
                    type.isAssignableTo(Repository.class)
                        || type.isAssignableTo(JdbcClient.class)
                        || type.isAssignableTo(Database.class)
                        || type.getSimpleName().endsWith("Rows")))
        .check(PRELOOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies", "workflows", "activities", "api", "cli"})
  void packagesSayWhatTheyAreAndAreNullMarked(String module) {
    Set<Path> packages = new HashSet<>();
    sources("../" + module).forEach(source -> packages.add(source.getParent()));

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(each ->
            assertThat(text(each.resolve("package-info.java")))
                .startsWith("/**")
                .contains("@NullMarked"));
  }

  private static boolean isOutside(JavaClass type) {
    return !HARMLESS.contains(type.getFullName())
        && OUTSIDE_PACKAGES.stream().anyMatch(type.getPackageName()::startsWith);
  }

  private static boolean isClockOrChance(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getFullName();
    return switch (owner) {
      case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(target.getName());
      case "java.lang.Thread" -> !target.getName().equals("currentThread");
      case "java.util.UUID" -> target.getName().equals("randomUUID");
      case "java.lang.Math" -> target.getName().equals("random");
      case "java.util.Date", "java.util.Calendar", "java.time.Clock", "java.time.InstantSource" ->
          true;
      default ->
          owner.startsWith("java.util.random.")
              || owner.endsWith("Random")
              || (owner.startsWith("java.time.") && target.getName().equals("now"));
    };
  }

  private static boolean isMachinesClock(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getFullName();
    return switch (owner) {
      case "java.lang.System" -> target.getName().equals("currentTimeMillis");
      case "java.util.Date", "java.util.Calendar" -> true;
      case "java.time.Clock", "java.time.InstantSource" -> target.getName().startsWith("system");
      default -> owner.startsWith("java.time.") && target.getName().equals("now");
    };
  }

  private static List<Path> sources(String module) {
    try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
