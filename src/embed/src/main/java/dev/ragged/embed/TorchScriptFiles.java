package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Models in TorchScript, which a module of its own runs. */
final class TorchScriptFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+\\.(pt|torchscript)");

  private TorchScriptFiles() {}

  /** Whether a file's name is that of a model in TorchScript. */
  static boolean isName(String file) {
    return NAME.matcher(file).matches();
  }

  /** {@code model.pt}, else the only file that ends in {@code .torchscript}. */
  static Optional<Path> usual(Path folder) {
    Path model = folder.resolve("model.pt");
    if (Files.isRegularFile(model)) {
      return Optional.of(model);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().endsWith(".torchscript")).toList();
      return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    } catch (IOException e) {
      throw new RaggedException("The model folder " + folder + " cannot be read.", e);
    }
  }

  /**
   * What runs them.
   *
   * @param model for people
   * @throws RaggedException if it is not on the class path
   */
  static TorchScriptRuntime runtime(Path model) {
    return ServiceLoader.load(TorchScriptRuntime.class)
        .findFirst()
        .orElseThrow(
            () ->
                new RaggedException(
                    "The model "
                        + model
                        + " is in TorchScript, which needs the jars of ragged-embed-torch and of"
                        + " PyTorch that docs/models.md names; put them beside ragged or on the"
                        + " class path."));
  }
}
