package dev.ragged.cli;

import dev.ragged.migrate.Agreement;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plans and reports of migrations, as JSON and for people. */
final class MigrationText {
  private MigrationText() {}

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param bytes what the copy is expected to take on disk
   */
  static Map<String, Object> json(MigrationPlan plan, long bytes) {
    Survey survey = plan.survey();
    Map<String, Object> json = planned(plan);
    json.put("records", survey.passages());
    json.put("texts", survey.textPassages());
    json.put("expected", Json.object("bytes", bytes, "seconds", Json.seconds(plan.seconds())));
    return json;
  }

  /** What is decided before anything is written. */
  private static Map<String, Object> planned(MigrationPlan plan) {
    Agreement agreement = plan.agreement();
    return Json.object(
        "name",
        plan.source().name(),
        "vectors",
        lower(plan.vectors()),
        "with_model",
        plan.model() != null,
        "metric",
        lower(plan.metric()),
        "sample",
        agreement == null
            ? null
            : Json.object(
                "texts",
                agreement.sampled(),
                "reproduced",
                agreement.agreeing(),
                "mean_cosine",
                agreement.mean(),
                "lowest_cosine",
                agreement.lowest()));
  }

  static List<String> lines(MigrationPlan plan, long bytes) {
    Survey survey = plan.survey();
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.source().name()
            + ": "
            + Text.count(survey.passages(), "passage")
            + ", "
            + Text.number(survey.textPassages())
            + " with text; expected to take "
            + Text.bytes(bytes)
            + " and some "
            + Text.duration(plan.seconds()));
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
                " (of a sample the model makes %d of %d again, mean cosine %.4f)",
                agreement.agreeing(),
                agreement.sampled(),
                agreement.mean());
    return switch (plan.vectors()) {
          case TRUST -> "vectors are left out";
          case KEEP -> "vectors are kept exactly";
          case REEMBED -> "texts are embedded anew";
          case AUTO -> throw new IllegalArgumentException("A plan has decided.");
        }
        + sample
        + (plan.model() == null ? "; questions in words need the model that made them" : "")
        + (plan.changesMetric() ? "; the metric becomes " + lower(plan.metric()) : "");
  }

  /**
   * @param left what is left to the user, or null
   */
  static Map<String, Object> json(String name, MigrationReport report, String left) {
    MigrationReport.Verification verified = report.verification();
    Map<String, Object> json =
        report.plan() == null ? Json.object("name", name) : planned(report.plan());
    json.put("copied", report.copied());
    json.put("unchanged", report.unchanged());
    json.put("removed", report.removed());
    json.put("cancelled", report.stopped());
    json.put(
        "verified",
        verified == null
            ? null
            : Json.object(
                "records",
                verified.count(),
                "ids",
                verified.ids(),
                "texts",
                verified.text(),
                "metadata",
                verified.metadata(),
                "vectors",
                verified.vectors(),
                "questions",
                verified.questions(),
                "overlap",
                verified.overlap()));
    json.put("raw_text_bytes", report.target() == null ? null : report.target().rawTextBytes());
    json.put(
        "bytes",
        report.target() == null ? null : CollectionSize.bytesJson(report.target().bytes()));
    json.put(
        "seconds",
        Json.object(
            "check",
            Json.seconds(report.seconds().check()),
            "copy",
            Json.seconds(report.seconds().copy()),
            "verify",
            Json.seconds(report.seconds().verify()),
            "total",
            Json.seconds(report.seconds().total())));
    json.put("left", left);
    return json;
  }

  static List<String> lines(String name, MigrationReport report, String left) {
    List<String> lines = new ArrayList<>();
    lines.add(
        name
            + ": "
            + Text.count(report.copied(), "passage")
            + " copied, "
            + Text.number(report.unchanged())
            + " there before, in "
            + Text.duration(report.seconds().total())
            + (report.stopped() ? "; stopped, and gone on with by running again" : ""));
    if (report.stopped()) {
      return lines;
    }
    MigrationReport.Verification verified = report.verification();
    lines.add("  " + vectors(report.plan()));
    lines.add(
        "  verified: ids, texts and metadata of "
            + Text.count(verified.count(), "passage")
            + (verified.vectors() > 0 ? ", " + Text.count(verified.vectors(), "vector") : "")
            + (verified.questions() > 0
                ? String.format(
                    Locale.ROOT,
                    "; of the answers to %d questions %.1f %% in common",
                    verified.questions(),
                    100 * verified.overlap())
                : ""));
    if (report.target().bytes() != null) {
      lines.add("  on disk: " + Text.bytes(report.target().bytes().total()));
    }
    lines.add("  " + left);
    return lines;
  }
}
