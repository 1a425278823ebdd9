package dev.ragged.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well the questions of a labelled set were answered.
 *
 * @param folder of the set, as given
 * @param questions number of questions asked
 * @param rankings those of the modes, then those of peers
 * @param comparisons of each mode with the modes before it and with all peers
 * @param against comparisons with answers of an earlier run
 */
public record LabelledReport(
    String folder,
    int passages,
    int questions,
    List<LabelledRanking> rankings,
    List<PairedTest> comparisons,
    List<PairedTest> against,
    List<Report.Absent> absent) {

  static LabelledReport of(
      String folder,
      int passages,
      int questions,
      List<LabelledRanking> rankings,
      List<Report.Absent> absent) {
    List<PairedTest> comparisons = new ArrayList<>();
    for (LabelledRanking first : rankings) {
      for (LabelledRanking second : rankings) {
        boolean earlier = rankings.indexOf(second) < rankings.indexOf(first);
        if (!first.peer() && (second.peer() || earlier)) {
          comparisons.add(PairedTest.of(first, second));
        }
      }
    }
    return new LabelledReport(
        folder, passages, questions, rankings, comparisons, List.of(), List.copyOf(absent));
  }

  /** The same with comparisons with answers of an earlier run. */
  LabelledReport withAgainst(List<PairedTest> tests) {
    return new LabelledReport(folder, passages, questions, rankings, comparisons, tests, absent);
  }

  /** The set's short name: that of its folder. */
  String set() {
    Path name = Path.of(folder).toAbsolutePath().normalize().getFileName();
    return name == null ? folder : name.toString();
  }

  /** The report as maps, lists and scalars. */
  public Map<String, Object> json() {
    Map<String, Object> p = new LinkedHashMap<>();
    Map<String, Object> differences = new LinkedHashMap<>();
    for (PairedTest test : comparisons) {
      String pair = test.first() + "/" + test.second();
      p.put(pair, Report.rounded(test.p()));
      differences.put(pair, Report.rounded(test.difference()));
    }
    Map<String, Object> earlier = new LinkedHashMap<>();
    for (PairedTest test : against) {
      earlier.put(
          test.first(),
          Report.object(
              "questions",
              test.questions(),
              "difference",
              Report.rounded(test.difference()),
              "p",
              Report.rounded(test.p())));
    }
    return Report.object(
        "folder",
        folder,
        "passages",
        passages,
        "questions",
        questions,
        "modes",
        means(false),
        "peers",
        means(true),
        "difference",
        differences,
        "p",
        p,
        "against",
        earlier,
        "absent",
        absent.stream().map(a -> Report.object("name", a.name(), "why", a.why())).toList());
  }

  private Map<String, Object> means(boolean peers) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (LabelledRanking ranking : rankings) {
      if (ranking.peer() == peers) {
        all.put(ranking.name(), json(ranking.means()));
      }
    }
    return all;
  }

  /** The mean over several sets of each ranking that all of them have. */
  public static Map<String, Object> meanJson(List<LabelledReport> reports) {
    Map<String, Object> modes = new LinkedHashMap<>();
    Map<String, Object> peers = new LinkedHashMap<>();
    for (LabelledRanking ranking : reports.get(0).rankings()) {
      Map<LabelMeasure, Double> mean = mean(reports, ranking.name());
      if (mean != null) {
        (ranking.peer() ? peers : modes).put(ranking.name(), json(mean));
      }
    }
    return Report.object(
        "mean", Report.object("sets", reports.size(), "modes", modes, "peers", peers));
  }

  /** Null if a set lacks the ranking. */
  static Map<LabelMeasure, Double> mean(List<LabelledReport> reports, String name) {
    Map<LabelMeasure, Double> sums = new LinkedHashMap<>();
    for (LabelledReport report : reports) {
      LabelledRanking ranking =
          report.rankings().stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
      if (ranking == null) {
        return null;
      }
      ranking
          .means()
          .forEach((measure, mean) -> sums.merge(measure, mean / reports.size(), Double::sum));
    }
    return sums;
  }

  private static Map<String, Object> json(Map<LabelMeasure, Double> means) {
    Map<String, Object> json = new LinkedHashMap<>();
    means.forEach((measure, mean) -> json.put(measure.key(), Report.rounded(mean)));
    return json;
  }
}
