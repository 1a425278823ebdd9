package dev.ragged.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModulesTest {
  /** Modules of the build that have no classes, or only some that never ship. */
  private static final Set<String> OTHERS =
      Set.of("bom", "bench", "faults", "architecture", "onnxruntime", "spring-boot-starter");

  @ParameterizedTest
  @EnumSource
  void should_use_only_the_modules_below_them(Module module) {
    classes()
        .that(are(in(module)))
        .should(
            dependOnlyWhere(
                "use only the modules that src/" + module.folder + " may use",
                target -> Module.of(target).map(module::mayUse).orElse(!isOurs(target))))
        .check(Product.CLASSES);
  }

  @Test
  void should_keep_internal_packages_to_themselves() {
    classes()
        .should(
            new ArchCondition<>("not use the internal packages of another module") {
              @Override
              public void check(JavaClass origin, ConditionEvents events) {
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                  JavaClass target = dependency.getTargetClass();
                  if (isInternal(target) && !Module.of(target).equals(Module.of(origin))) {
                    events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                  }
                }
              }
            })
        .check(Product.CLASSES);
  }

  /** Each library is the business of one module, or of few. */
  @ParameterizedTest
  @CsvSource({
    "picocli, CLI",
    "com.fasterxml.jackson, CHROMA LEANN EVAL PEERS INGEST CONFIG APP MCP SERVER",
    "org.apache.lucene, LEANN PEERS",
    "org.bytedeco, LEANN LEANN_NATIVE EMBED_TORCH",
    "com.github.luben, LEANN",
    "com.google.protobuf, LEANN",
    "org.apache.tika, INGEST",
    "ai.onnxruntime, EMBED",
    "ai.djl, EMBED",
    "dev.langchain4j, EMBED APP LANGCHAIN4J",
    "org.springframework, SPRING_AI SPRING_BOOT",
    "io.micrometer, SPRING_AI SPRING_BOOT SERVER",
    "io.modelcontextprotocol, MCP",
    "reactor, MCP",
    "jakarta.servlet, MCP SERVER",
    "org.eclipse.jetty, SERVER",
    "io.github.jbellis, PEERS",
    "org.junit, TESTKIT",
  })
  void should_use_a_library_where_it_belongs(String library, String modules) {
    Set<Module> allowed =
        Arrays.stream(modules.split(" ")).map(Module::valueOf).collect(Collectors.toSet());
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are not in " + allowed,
                type -> Module.of(type).filter(allowed::contains).isEmpty()))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(Product.CLASSES);
  }

  /** The second is started by the first alone: parsers run in a process that can be ended. */
  @Test
  void should_have_one_main_class_for_users_and_one_for_parsers() {
    Set<String> mains =
        Product.CLASSES.stream()
            .filter(
                type ->
                    type.tryGetMethod("main", String[].class)
                        .filter(method -> method.getModifiers().toString().contains("STATIC"))
                        .isPresent())
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("dev.ragged.cli.Main", "dev.ragged.ingest.ParserMain"), mains);
  }

  /** Or the tests here would say nothing about a new one. */
  @Test
  void should_all_be_known_here() throws IOException {
    Set<String> built =
        Pattern.compile("<module>src/([^<]*)</module>")
            .matcher(Files.readString(Product.ROOT.resolve("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .filter(folder -> !OTHERS.contains(folder) && !folder.endsWith("-platform"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> seen =
        Product.CLASSES.stream()
            .map(Module::of)
            .flatMap(Optional::stream)
            .map(module -> module.folder)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(built, seen);
    assertEquals(
        Set.of(),
        Product.CLASSES.stream()
            .filter(type -> Module.of(type).isEmpty())
            .map(JavaClass::getName)
            .collect(Collectors.toSet()),
        "classes of no module");
  }

  private static DescribedPredicate<JavaClass> in(Module module) {
    return DescribedPredicate.describe(
        "in src/" + module.folder, type -> Module.of(type).filter(module::equals).isPresent());
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("dev.ragged")
        || type.getPackageName().startsWith("dev.ragged.");
  }

  private static boolean isInternal(JavaClass type) {
    return isOurs(type) && (type.getPackageName() + ".").contains(".internal.");
  }

  private static ArchCondition<JavaClass> dependOnlyWhere(
      String description, java.util.function.Predicate<JavaClass> allowed) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          if (!allowed.test(dependency.getTargetClass())) {
            events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
          }
        }
      }
    };
  }
}
