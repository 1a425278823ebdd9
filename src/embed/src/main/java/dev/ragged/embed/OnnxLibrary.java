package dev.ragged.embed;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.onnxruntime.OrtEnvironment;
import dev.ragged.RaggedException;
import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.util.List;
import java.util.Locale;

/** The native libraries of the tokenizer and of ONNX Runtime, loaded from private files. */
final class EmbeddingLibraries {
  private static final boolean MAC =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private static final Library TOKENIZER =
      new Library(
          "of the tokenizer",
          "RUST_LIBRARY_PATH",
          "RUST_LIBRARY_PATH",
          Named.FILE,
          HuggingFaceTokenizer.class,
          List.of(
              "/native/lib/"
                  + (MAC ? "osx-" : "linux-")
                  + (ARM ? "aarch64" : "x86_64")
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
                  + (MAC ? "darwin-" : "linux-")
                  + (ARM ? "aarch64" : "x86-64")
                  + (MAC ? "/libjnidispatch.jnilib" : "/libjnidispatch.so")));

  private static final String ONNX_FOLDER =
      "/ai/onnxruntime/native/" + (MAC ? "osx-" : "linux-") + (ARM ? "aarch64/" : "x64/");

  private static final Library ONNX_RUNTIME =
      new Library(
          "ONNX Runtime",
          "onnxruntime.native.path",
          null,
          Named.FOLDER,
          OrtEnvironment.class,
          List.of(
              ONNX_FOLDER + System.mapLibraryName("onnxruntime"),
              ONNX_FOLDER + System.mapLibraryName("onnxruntime4j_jni")));

  private EmbeddingLibraries() {}

  static void loadTokenizer() {
    NativeLibraries.load(JNA, () -> NativeLibraries.load(TOKENIZER, LibUtils::checkStatus));
  }

  static OrtEnvironment onnxRuntime() {
    try {
      NativeLibraries.load(ONNX_RUNTIME, OrtEnvironment::getEnvironment);
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RaggedException("ONNX Runtime cannot be loaded: " + cause.getMessage() + ".", e);
    }
  }
}
