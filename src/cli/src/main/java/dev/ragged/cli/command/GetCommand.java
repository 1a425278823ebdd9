package dev.ragged.cli.command;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.app.Conditions;
import dev.ragged.app.GetPassages;
import dev.ragged.app.answer.Place;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ShownPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged get}. */
@Command(
    name = "get",
    description = "Show passages by id, by file or by condition.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged get ~/notes/tea.md",
      "  ragged get ~/notes/trip/ferry.md:1-3 --context 1",
      "  ragged get '~/notes/**/*.md'",
      "  ragged get --in ~/notes/trip --limit 5"
    })
final class GetCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(
      paramLabel = "WHAT",
      arity = "0..*",
      description =
          "A passage's id, a file or folder, FILE:FROM-TO (lines, or pages of a document that has"
              + " pages), or a pattern of files such as 'src/**/*.java'.")
  List<String> names = new ArrayList<>();

  @Mixin ConditionOptions conditions;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also show N passages before and after each that is named.")
  int context;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Maximum number of passages to show (default: all).")
  Integer limit;

  @Override
  public Integer call() {
    Conditions which = conditions.all();
    if (!names.isEmpty() && !which.isEmpty()) {
      throw usage("Give names or conditions such as --in, not both");
    }
    // A limit alone is a wish to see what there is.
    if (names.isEmpty() && which.isEmpty() && limit == null) {
      throw usage("Name what to show: ids or files, or else a condition such as --in or --where");
    }
    GetPassages.Request request =
        new GetPassages.Request(
            collection.name, names, which, context, limit == null ? Long.MAX_VALUE : limit);
    List<Map<String, Object>> passages = new ArrayList<>();
    GetPassages.Report report =
        new GetPassages(stores())
            .run(
                request,
                passage -> {
                  if (isJson()) {
                    passages.add(ResultJson.of(passage));
                  } else {
                    print(passage);
                  }
                });
    session.terminal.out().flush();
    if (isJson()) {
      json(Json.object("records", passages, "missing", report.missing()));
    }
    if (!report.missing().isEmpty()) {
      warn("Not found: " + String.join(", ", report.missing()));
    }
    report.hints().forEach(this::note);
    return report.missing().isEmpty() ? DONE : FAILED;
  }

  /**
   * The place in a file with the title; for what is of no file, or with -v, the id and metadata.
   */
  private String head(Passage passage) {
    Place place = Place.of(passage.metadata());
    if (place.source() == null || session.options.verbose) {
      return passage.id() + "  " + passage.metadata();
    }
    String shown = place.text(ShownPaths.of(session.terminal.env()).of(place.source()));
    return passage.metadata().get(Metadata.TITLE).map(title -> title + "  " + shown).orElse(shown);
  }

  private void print(Passage passage) {
    sentence(head(passage));
    if (passage.text() != null) {
      Display.wrap(passage.text(), session.terminal.width(), "   ").forEach(this::line);
    }
  }
}
