package dev.ragged.app.json;

import dev.ragged.migrate.Agreement;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Survey;
import java.util.Locale;
import java.util.Map;

/** Plans and reports of migrations as JSON. */
public final class MigrationJson {
  private MigrationJson() {}

  /**
   * A plan.
   *
   * @param bytes what the copy is expected to take on disk
   */
  public static Map<String, Object> of(MigrationPlan plan, long bytes) {
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

  /**
   * A report.
   *
   * @param next what the user may want to do next, or null
   */
  public static Map<String, Object> of(String name, MigrationReport report, String next) {
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
    json.put("bytes", report.target() == null ? null : ResultJson.of(report.target().bytes()));
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
    json.put("left", next);
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
