package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import dev.ragged.RaggedException;
import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.util.List;
import java.util.Locale;

/** The native library of ONNX Runtime, loaded from private files. */
final class OnnxLibrary {
  static final boolean MAC =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
  static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private static final String FOLDER =
      "/ai/onnxruntime/native/" + (MAC ? "osx-" : "linux-") + (ARM ? "aarch64/" : "x64/");

  private static final Library ONNX_RUNTIME =
      new Library(
          "ONNX Runtime",
          "onnxruntime.native.path",
          null,
          Named.FOLDER,
          OrtEnvironment.class,
          List.of(
              FOLDER + System.mapLibraryName("onnxruntime"),
              FOLDER + System.mapLibraryName("onnxruntime4j_jni")));

  private OnnxLibrary() {}

  static OrtEnvironment environment() {
    try {
      NativeLibraries.load(ONNX_RUNTIME, OrtEnvironment::getEnvironment);
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RaggedException("ONNX Runtime cannot be loaded: " + cause.getMessage() + ".", e);
    }
  }
}
