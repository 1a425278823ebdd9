package dev.ragged.ingest;

import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/**
 * Parses programs with Tree-sitter. Its grammars are C, and a program may be made to break one: so
 * it runs in a parser process only. One thread at a time.
 */
final class TreeSitter {
  private static final int BUFFER = 1 << 16;

  private static final Map<String, TSLanguage> LANGUAGES = new HashMap<>();

  private TreeSitter() {}

  /**
   * The syntax tree of a text. Its offsets are in bytes of UTF-16, two for each {@code char}.
   *
   * @throws LinkageError if there is no library for this machine
   * @throws RuntimeException if it cannot be loaded, or gives no tree
   */
  static TSTree parse(Grammar grammar, String text) {
    TSLanguage language = language(grammar);
    // Given a string, the binding would count bytes of what JNI calls UTF-8.
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
    try (TSParser parser = new TSParser()) {
      if (!parser.setLanguage(language)) {
        throw new IllegalStateException(grammar.artifact() + " is of another version.");
      }
      TSTree tree =
          parser.parse(
              new byte[BUFFER],
              null,
              (buffer, offset, point) -> {
                int length = Math.max(0, Math.min(buffer.length, bytes.length - offset));
                System.arraycopy(
                    bytes, bytes.length - Math.max(0, bytes.length - offset), buffer, 0, length);
                return length;
              },
              TSInputEncoding.TSInputEncodingUTF16LE);
      if (tree == null) {
        throw new IllegalStateException(grammar.artifact() + " gives no tree.");
      }
      return tree;
    }
  }

  private static synchronized TSLanguage language(Grammar grammar) {
    return LANGUAGES.computeIfAbsent(
        grammar.className(),
        className -> {
          NativeLibraries.load(library("tree-sitter"), () -> new TSParser().close());
          TSLanguage[] language = new TSLanguage[1];
          NativeLibraries.load(
              library(grammar.artifact()), () -> language[0] = newLanguage(className));
          return language[0];
        });
  }

  private static TSLanguage newLanguage(String className) {
    try {
      return (TSLanguage) Class.forName(className).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(className, e);
    }
  }

  private static Library library(String artifact) {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return new Library(
        artifact,
        "tree-sitter-lib",
        null,
        Named.ROOT,
        TSParser.class,
        List.of(
            "/lib/"
                + (arm ? "aarch64" : "x86_64")
                + (mac ? "-macos-" : "-linux-gnu-")
                + artifact
                + (mac ? ".dylib" : ".so")));
  }
}
