package dev.ragged.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CyclesTest {
  @Test
  void should_have_no_cycles_of_packages() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(Product.CLASSES);
  }

  /**
   * The root command names its subcommands, and a command may know the root: that is picocli's way.
   * Beyond it two classes may need each other, no more.
   */
  @Test
  void should_have_no_large_cycle_of_classes_in_the_command_line() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : Product.CLASSES) {
      if (Module.of(type).filter(Module.CLI::equals).isPresent()) {
        uses.computeIfAbsent(outermost(type), name -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(target -> Module.of(target).filter(Module.CLI::equals).isPresent())
            .filter(target -> !isSubcommand(type, target))
            .forEach(target -> uses.get(outermost(type)).add(outermost(target)));
      }
    }
    Set<String> largest = largestCycle(uses);
    System.out.printf(
        "The largest cycle of the %d classes of src/cli has %d: %s%n",
        uses.size(), largest.size(), largest);
    assertTrue(uses.size() > 20, () -> "these are not the classes of src/cli: " + uses.keySet());
    assertTrue(largest.size() <= 2, () -> "a cycle of classes: " + largest);
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(CyclesTest::outermost).orElse(type.getName());
  }

  private static boolean isSubcommand(JavaClass root, JavaClass target) {
    return root.getSimpleName().equals("RaggedCommand")
        && target.isAnnotatedWith("picocli.CommandLine$Command");
  }

  /** The most nodes that all reach each other; one node where there is no cycle. */
  static Set<String> largestCycle(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(node -> reached.put(node, reachable(node, uses)));
    Set<String> largest = Set.of();
    for (String node : uses.keySet()) {
      Set<String> cycle = new TreeSet<>(Set.of(node));
      for (String other : reached.get(node)) {
        if (reached.get(other).contains(node)) {
          cycle.add(other);
        }
      }
      if (cycle.size() > largest.size()) {
        largest = cycle;
      }
    }
    return largest;
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of(from));
    while (!next.isEmpty()) {
      for (String target : uses.get(next.pop())) {
        if (reached.add(target)) {
          next.add(target);
        }
      }
    }
    return reached;
  }
}
