package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in an application server: the libraries once more in a process that has them already. */
class SeveralClassLoadersTest {
  private static final String TEXT = "Green tea is steeped at eighty degrees.";

  /** What runs in a class loader of its own; returns what both sides know. */
  public static final class Guest {
    private Guest() {}

    /** A vector by the bundled model. */
    public static float[] embed() {
      try (OnnxEmbedder embedder = OnnxEmbedder.bundled()) {
        return embedder.embedQuery(TEXT);
      }
    }

    /** How many tokens a text has in a tokenizer of any kind. */
    public static int count(String folder) {
      try (OnnxEmbedder embedder = OnnxEmbedder.fromFolder(Path.of(folder))) {
        return embedder.tokenizer().tokenEnds(TEXT).length;
      }
    }
  }

  /** A class loader that shares nothing with this one's. */
  private static URLClassLoader loader(String without) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(":")) {
      if (without == null || !path.contains(without)) {
        urls.add(Path.of(path).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object call(ClassLoader loader, String method, Object... arguments)
      throws Exception {
    Class<?> guest = loader.loadClass(Guest.class.getName());
    assertNotSame(Guest.class, guest);
    Method found =
        Arrays.stream(guest.getMethods())
            .filter(each -> each.getName().equals(method))
            .findFirst()
            .orElseThrow();
    return found.invoke(null, arguments);
  }

  @Test
  void should_embed_in_two_class_loaders_at_once_and_after_one_is_gone() throws Exception {
    float[] here = Guest.embed();
    try (URLClassLoader one = loader(null);
        URLClassLoader two = loader(null)) {
      assertEquals(Arrays.toString(here), Arrays.toString((float[]) call(one, "embed")));
      assertEquals(Arrays.toString(here), Arrays.toString((float[]) call(two, "embed")));
      assertEquals(Arrays.toString(here), Arrays.toString((float[]) call(one, "embed")));
    }
    System.gc();
    try (URLClassLoader again = loader(null)) {
      assertEquals(Arrays.toString(here), Arrays.toString((float[]) call(again, "embed")));
    }
  }

  @Test
  void should_need_the_jar_of_the_original_tokenizer_only_for_other_kinds(@TempDir Path folder)
      throws Exception {
    Files.write(folder.resolve("model.onnx"), new byte[0]);
    String words =
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
            + "\"normalizer\":null,\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
            + "\"post_processor\":null,\"decoder\":null,\"model\":{\"type\":\"WordLevel\","
            + "\"vocab\":{\"?\":0},\"unk_token\":\"?\"}}";
    Files.writeString(folder.resolve("tokenizer.json"), words, StandardCharsets.UTF_8);
    assertEquals(8, Guest.count(folder.toString()));
    try (URLClassLoader without = loader("tokenizers")) {
      float[] vector = (float[]) call(without, "embed");
      assertEquals(384, vector.length);
      Throwable refused = null;
      try {
        call(without, "count", folder.toString());
      } catch (InvocationTargetException e) {
        refused = e.getCause();
      }
      assertTrue(
          refused != null && refused.getMessage().contains("add the jar ai.djl.huggingface"),
          String.valueOf(refused));
    }
    try (URLClassLoader second = loader(null)) {
      assertEquals(8, call(second, "count", folder.toString()));
    }
  }
}
