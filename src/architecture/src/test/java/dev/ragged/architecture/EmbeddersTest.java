package dev.ragged.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.ragged.Embedder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddersTest {
  /** A default would answer for it, and wrongly. */
  @Test
  void should_pass_on_all_that_another_embedder_says_of_itself() {
    List<String> left = new ArrayList<>();
    int wrappers = 0;
    for (JavaClass type : Product.CLASSES) {
      boolean wraps =
          type.isAssignableTo(Embedder.class)
              && type.getFields().stream()
                  .anyMatch(field -> field.getRawType().isEquivalentTo(Embedder.class));
      if (wraps) {
        wrappers++;
        for (JavaMethod method : Product.CLASSES.get(Embedder.class).getMethods()) {
          if (!method.getModifiers().contains(JavaModifier.ABSTRACT)
              && type.tryGetMethod(method.getName(), names(method)).isEmpty()) {
            left.add(type.getSimpleName() + "." + method.getName());
          }
        }
      }
    }
    assertTrue(wrappers >= 3, "these are not all: " + wrappers);
    assertEquals(List.of(), left);
  }

  private static String[] names(JavaMethod method) {
    return method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
  }
}
