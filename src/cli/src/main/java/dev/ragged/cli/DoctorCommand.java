package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ragged doctor}. */
@Command(name = "doctor", description = "Show what this machine has and whether ragged can work.")
final class DoctorCommand extends Subcommand {
  @Override
  public Integer call() {
    Map<String, Object> engine = Stores.engine();
    Map<String, Object> model = model();
    Path dataDir = ragged.dataDir();
    boolean writable = writable(dataDir);
    Map<String, Object> chroma = ragged.stores().chroma();
    List<CollectionSize> collections = collections();
    boolean ok =
        Boolean.TRUE.equals(engine.get("available"))
            || Boolean.TRUE.equals(chroma.get("available"));
    Map<String, Object> report =
        Json.object(
            "ok",
            ok,
            "native_library",
            engine,
            "java",
            Json.object(
                "version",
                System.getProperty("java.version"),
                "vendor",
                System.getProperty("java.vendor"),
                "max_heap_bytes",
                Runtime.getRuntime().maxMemory()),
            "os",
            Json.object(
                "name",
                System.getProperty("os.name"),
                "version",
                System.getProperty("os.version"),
                "arch",
                System.getProperty("os.arch"),
                "processors",
                Runtime.getRuntime().availableProcessors()),
            "model",
            model,
            "data_dir",
            Json.object("path", dataDir.toString(), "writable", writable),
            "chroma",
            chroma,
            "collections",
            collections.stream().map(CollectionSize::serving).toList());
    if (ragged.json) {
      json(report);
    } else {
      print(engine, model, dataDir, writable, chroma);
      collections.forEach(size -> row("collection", size.servingLine()));
    }
    return ok ? Main.DONE : Main.FAILED;
  }

  private void print(
      Map<String, Object> engine,
      Map<String, Object> model,
      Path dataDir,
      boolean writable,
      Map<String, Object> chroma) {
    row("native library", engine.get("description"));
    row("SIMD level", engine.get("simd") == null ? "-" : engine.get("simd"));
    row("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    row(
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Text.count(Runtime.getRuntime().availableProcessors(), "processor"));
    row("memory for java", Text.bytes(Runtime.getRuntime().maxMemory()));
    row(
        "model",
        Boolean.TRUE.equals(model.get("ok"))
            ? model.get("name")
                + ", "
                + model.get("dimension")
                + " dimensions, loaded and embedded a text in "
                + Math.round((Double) model.get("millis"))
                + " ms"
            : "does not work: " + model.get("error"));
    row("data folder", dataDir + (writable ? " (writable)" : " (NOT WRITABLE)"));
    row("chroma", chroma.get("description"));
  }

  /** Those that can be read; what cannot is told, and is no fault of the machine's. */
  private List<CollectionSize> collections() {
    try {
      return CollectionSize.all(ragged.stores(), false, this::unreadable);
    } catch (RaggedException e) {
      return List.of(); // no store at all, which the other rows tell
    }
  }

  private void row(String name, Object value) {
    line(String.format(Locale.ROOT, "%-16s %s", name, Text.printable("" + value)));
  }

  private Map<String, Object> model() {
    long start = System.nanoTime();
    try (Embedder embedder = ragged.stores().embedder()) {
      embedder.embed(List.of("Is anybody there?"));
      return Json.object(
          "ok",
          true,
          "name",
          embedder.identity().name(),
          "dimension",
          embedder.identity().dimension(),
          "fingerprint",
          embedder.identity().fingerprint(),
          "millis",
          Json.millis(System.nanoTime() - start));
    } catch (RuntimeException | LinkageError e) {
      return Json.object(
          "ok", false, "name", ragged.model, "error", String.valueOf(e.getMessage()));
    }
  }

  /** The folder need not exist yet; then the nearest one that does must be writable. */
  private static boolean writable(Path folder) {
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
  }
}
