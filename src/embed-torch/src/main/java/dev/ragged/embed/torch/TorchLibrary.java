package dev.ragged.embed.torch;

import dev.ragged.RaggedException;
import dev.ragged.spi.NativeLibraries;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's native libraries, loaded from private files. */
final class TorchLibrary {
  private static boolean loaded;

  private TorchLibrary() {}

  /**
   * Loads them, unless they are.
   *
   * @throws RaggedException if they are not on the class path or do not run here
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      NativeLibraries.withFolder(
          "of PyTorch",
          "org.bytedeco.javacpp.cachedir",
          () -> {
            // Texts run side by side, each on one thread. Before PyTorch is there, or it takes many
            // times as long.
            openblas_nolapack.blas_set_num_threads(1);
            torch.set_num_threads(1);
          });
      loaded = true;
    } catch (LinkageError e) {
      throw new RaggedException(
          "PyTorch cannot be loaded: "
              + Reasons.of(rootOf(e))
              + "; add the jars of org.bytedeco:pytorch and org.bytedeco:openblas with the"
              + " classifier "
              + Loader.getPlatform()
              + ".",
          e);
    }
  }

  /** Of an initialiser that failed, what made it fail. */
  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
