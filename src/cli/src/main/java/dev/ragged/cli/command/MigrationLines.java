package dev.ragged.cli.command;

import dev.ragged.cli.terminal.Display;
import dev.ragged.migrate.Agreement;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans and reports of migrations as lines for people. */
final class MigrationLines {
  private MigrationLines() {}

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static List<String> of(MigrationPlan plan, long bytes) {
    Survey survey = plan.survey();
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.source().name()
            + ": "
            + Display.count(survey.passages(), "passage")
            + ", "
            + Display.number(survey.textPassages())
            + " with text; expected to take "
            + Display.bytes(bytes)
            + " and some "
            + Display.duration(plan.seconds()));
    lines.add("  " + vectors(plan));
    return lines;
  }

  private static String vectors(MigrationPlan plan) {
    Agreement agreement = plan.agreement();
    String sample =
        agreement == null
            ? ""
            : String.format(
                Locale.ROOT,
                " (in a sample, the model reproduces %d of %d, mean cosine %.4f)",
                agreement.agreeing(),
                agreement.sampled(),
                agreement.mean());
    return switch (plan.vectors()) {
          case TRUST -> "vectors are left out";
          case KEEP -> "vectors are kept exactly";
          case REEMBED -> "texts are re-embedded";
          case AUTO -> throw new IllegalArgumentException("A plan has decided.");
        }
        + sample
        + (plan.model() == null ? "; questions in words need the model that made them" : "")
        + (plan.changesMetric() ? "; the metric becomes " + lower(plan.metric()) : "");
  }

  /**
   * @param next what the user may want to do next, or null
   */
  static List<String> of(String name, MigrationReport report, String next) {
    List<String> lines = new ArrayList<>();
    lines.add(
        name
            + ": "
            + Display.count(report.copied(), "passage")
            + " copied, "
            + Display.number(report.unchanged())
            + " already there, in "
            + Display.duration(report.seconds().total())
            + (report.stopped() ? "; stopped; run again to resume" : ""));
    if (report.stopped()) {
      return lines;
    }
    MigrationReport.Verification verified = report.verification();
    lines.add("  " + vectors(report.plan()));
    lines.add(
        "  verified: ids, texts and metadata of "
            + Display.count(verified.count(), "passage")
            + (verified.vectors() > 0 ? ", " + Display.count(verified.vectors(), "vector") : "")
            + (verified.questions() > 0
                ? String.format(
                    Locale.ROOT,
                    "; of the answers to %d questions %.1f %% in common",
                    verified.questions(),
                    100 * verified.overlap())
                : ""));
    if (report.target().bytes() != null) {
      lines.add("  on disk: " + Display.bytes(report.target().bytes().total()));
    }
    lines.add("  " + next);
    return lines;
  }
}
