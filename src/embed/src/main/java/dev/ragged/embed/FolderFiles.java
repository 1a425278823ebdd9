package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A model in a local folder. */
final class FolderFiles implements ModelFiles {
  private final Path model;
  private final Path tokenizer;

  /** Null for a model in ONNX. */
  private final TorchScriptRuntime torchScript;

  /** The folder if it is one of ours, whose digests are known; else null. */
  private final Path fetched;

  /**
   * Finds the files without reading them.
   *
   * @param file which export to run, such as {@code model_int8} or {@code model.pt}; null for
   *     {@code model.onnx}, or the best for a CPU where there is none, or the one in TorchScript
   * @param fetched whether {@link HubModels} has made it
   */
  FolderFiles(Path folder, String file, boolean fetched) {
    this.fetched = fetched ? folder : null;
    if (!Files.isDirectory(folder)) {
      throw new RaggedException("There is no model folder " + folder + "; check the path.");
    }
    model = file == null ? usual(folder) : named(folder, file);
    tokenizer = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw new RaggedException(
          "The model folder "
              + folder
              + " has no tokenizer.json; save the model's fast tokenizer there.");
    }
    torchScript = model.toString().endsWith(".onnx") ? null : TorchScriptFiles.runtime(model);
  }

  private static Path usual(Path folder) {
    Optional<Path> model = find(folder, "model");
    if (model.isEmpty()) {
      model = OnnxPrecision.best(exports(folder)).flatMap(name -> find(folder, name));
    }
    if (model.isEmpty() && exports(folder).isEmpty()) {
      model = TorchScriptFiles.usual(folder);
    }
    return model.orElseThrow(
        () ->
            new RaggedException(
                "The model folder "
                    + folder
                    + " has neither model.onnx nor onnx/model.onnx; "
                    + (exports(folder).isEmpty()
                        ? "export the model to ONNX, or to TorchScript as model.pt."
                        : "name one of its files, as in "
                            + folder
                            + "#"
                            + exports(folder).first()
                            + ".")));
  }

  private static Path named(Path folder, String file) {
    if (TorchScriptFiles.isName(file) && Files.isRegularFile(folder.resolve(file))) {
      return folder.resolve(file);
    }
    String name = file.replaceFirst("^onnx/", "").replaceFirst("\\.onnx$", "");
    return (name.matches("[A-Za-z0-9._-]+") ? find(folder, name) : Optional.<Path>empty())
        .orElseThrow(
            () ->
                new RaggedException(
                    "The model folder "
                        + folder
                        + " has no '"
                        + file
                        + "' in ONNX; it has "
                        + (exports(folder).isEmpty()
                            ? "none."
                            : String.join(", ", exports(folder)) + ".")));
  }

  private static Optional<Path> find(Path folder, String name) {
    return Stream.of(folder, folder.resolve("onnx"))
        .map(place -> place.resolve(name + ".onnx"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The names of all ONNX files. */
  private static SortedSet<String> exports(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      try (Stream<Path> files = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".onnx"))
            .forEach(name -> names.add(name.substring(0, name.length() - ".onnx".length())));
      } catch (IOException e) {
        throw new RaggedException("The model folder " + place + " cannot be read.", e);
      }
    }
    return names;
  }

  @Override
  public InputStream tokenizer() throws IOException {
    return Files.newInputStream(tokenizer);
  }

  @Override
  public ForwardPass load() throws IOException {
    if (torchScript != null) {
      return torchScript.load(model);
    }
    ExternalWeights.requireBeside(model);
    // By path: weights above 2 GB are in a second file next to it.
    return OnnxModel.load(
        (environment, options) -> environment.createSession(model.toString(), options));
  }

  @Override
  public List<String> digests() throws IOException {
    Map<Path, String> known = fetched == null ? Map.of() : Sha256Sums.read(fetched);
    List<Path> files = new ArrayList<>(List.of(model));
    for (String suffix : new String[] {"_data", ".data"}) {
      Path weights = model.resolveSibling(model.getFileName() + suffix);
      if (Files.isRegularFile(weights)) {
        files.add(weights);
      }
    }
    files.add(tokenizer);
    List<String> digests = new ArrayList<>();
    for (Path file : files) {
      String digest = known.get(file);
      digests.add(digest != null ? digest : Sha256Sums.digest(file));
    }
    return digests;
  }
}
