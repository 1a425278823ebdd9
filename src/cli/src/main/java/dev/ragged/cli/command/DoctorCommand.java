package dev.ragged.cli.command;

import dev.ragged.app.CollectionSize;
import dev.ragged.app.Diagnose;
import dev.ragged.cli.terminal.Display;
import dev.ragged.spi.Diagnosis;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ragged doctor}. */
@Command(
    name = "doctor",
    description = "Show what this machine has and whether ragged can work.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged doctor"})
final class DoctorCommand extends Subcommand {
  /** Facts that the other rows tell, or that are for programs. */
  private static final List<String> NOT_SHOWN = List.of("available", "description", "configured");

  @Override
  public Integer call() {
    Diagnose.Report report = new Diagnose(stores()).run(this::unreadable);
    if (isJson()) {
      json(report.json());
    } else {
      print(report);
    }
    return report.ok() ? DONE : FAILED;
  }

  private void print(Diagnose.Report report) {
    for (Diagnosis backend : report.backends()) {
      row(backend.label(), backend.description());
      for (Map.Entry<String, Object> fact : backend.facts().entrySet()) {
        if (!NOT_SHOWN.contains(fact.getKey())) {
          row(fact.getKey(), fact.getValue() == null ? "-" : fact.getValue());
        }
      }
    }
    row("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    row(
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Display.count(Runtime.getRuntime().availableProcessors(), "processor"));
    row("memory for java", Display.bytes(Runtime.getRuntime().maxMemory()));
    row("model", model(report.model()));
    row("data folder", report.dataDir() + (report.writable() ? " (writable)" : " (NOT WRITABLE)"));
    report.warnings().forEach(warning -> row("warning", warning));
    if (report.place().problem() != null) {
      row("warning", report.place().problem());
    }
    if (report.server() != null) {
      row(
          "server",
          report.server().url()
              + " (process "
              + report.server().pid()
              + "); "
              + (report.serverUsed()
                  ? "searches are answered by it"
                  : "searches are not answered by it, as it has other settings"));
    }
    for (CollectionSize size : report.collections()) {
      SizeLines lines = new SizeLines(size);
      row("collection", lines.place());
      lines.advice().forEach(advice -> row("", advice));
    }
  }

  private static String model(Diagnose.Model model) {
    return model.error() != null
        ? "does not work: " + model.error()
        : model.name()
            + ", "
            + model.dimension()
            + " dimensions, loaded and embedded a text in "
            + Math.round(model.nanos() / 1e6)
            + " ms";
  }

  private void row(String name, Object value) {
    line(String.format(Locale.ROOT, "%-16s %s", name, Display.printable("" + value)));
  }
}
