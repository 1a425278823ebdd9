package dev.ragged.embed;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.util.List;

/** The native library of {@link HuggingFaceTokens}, loaded from private files. */
final class TokenizerLibrary {
  private static final Library TOKENIZER =
      new Library(
          "of the tokenizer",
          "RUST_LIBRARY_PATH",
          "RUST_LIBRARY_PATH",
          Named.FILE,
          HuggingFaceTokenizer.class,
          List.of(
              "/native/lib/"
                  + (OnnxLibrary.MAC ? "osx-" : "linux-")
                  + (OnnxLibrary.ARM ? "aarch64" : "x86_64")
                  + "/cpu/"
                  + System.mapLibraryName("tokenizers")));

  /** The tokenizer's library asks it for graphics cards, even where none will be used. */
  private static final Library JNA =
      new Library(
          "JNA",
          "jna.boot.library.path",
          null,
          Named.FOLDER,
          HuggingFaceTokenizer.class,
          List.of(
              "/com/sun/jna/"
                  + (OnnxLibrary.MAC ? "darwin-" : "linux-")
                  + (OnnxLibrary.ARM ? "aarch64" : "x86-64")
                  + (OnnxLibrary.MAC ? "/libjnidispatch.jnilib" : "/libjnidispatch.so")));

  private TokenizerLibrary() {}

  static void load() {
    NativeLibraries.load(JNA, () -> NativeLibraries.load(TOKENIZER, LibUtils::checkStatus));
  }
}
