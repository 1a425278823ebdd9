package dev.ragged.mcp;

import dev.ragged.app.AddFiles;
import dev.ragged.app.AllowedPaths;
import dev.ragged.app.PassageSize;
import dev.ragged.app.QuestionDefaults;
import dev.ragged.app.StoreRouter;
import dev.ragged.ingest.IngestReport;
import dev.ragged.ingest.Skipped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Adds files and folders to a collection. */
final class AddTool {
  private final StoreRouter stores;
  private final AllowedPaths allowed;
  private final QuestionDefaults defaults;

  AddTool(StoreRouter stores, AllowedPaths allowed, QuestionDefaults defaults) {
    this.stores = stores;
    this.allowed = allowed;
    this.defaults = defaults;
  }

  ToolResult run(ToolCall call) {
    String given = call.arguments().text("collection");
    List<Path> paths = call.arguments().texts("paths").stream().map(allowed::require).toList();
    AddFiles.Report report =
        new AddFiles(stores)
            .run(
                new AddFiles.Request(
                    given == null ? defaults.collection() : given,
                    paths,
                    PassageSize.of(stores.settings())),
                new AddProgress(call.progress()),
                call.cancellation());
    return new ToolResult(json(report), text(report));
  }

  private static Map<String, Object> json(AddFiles.Report report) {
    Map<String, Object> json = report.json();
    json.put("skipped", StatusTool.first((List<?>) json.get("skipped")));
    return json;
  }

  private static String text(AddFiles.Report report) {
    IngestReport files = report.files();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%s %d new or changed files, %d passages, to %s; %d unchanged, %d removed, %d skipped.",
            files.cancelled() ? "Cancelled after adding" : "Added",
            files.files(),
            files.passages(),
            report.collection(),
            files.unchanged(),
            files.removed(),
            files.skipped().size()));
    for (Object one : StatusTool.first(files.skipped())) {
      Skipped skipped = (Skipped) one;
      text.append("\nSkipped ").append(skipped.path()).append(": ").append(skipped.why());
    }
    report.problems().forEach(problem -> text.append('\n').append(problem));
    return text.toString();
  }
}
