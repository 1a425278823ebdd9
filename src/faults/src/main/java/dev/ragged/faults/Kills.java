package dev.ragged.faults;

import dev.ragged.faults.Lab.Prepared;
import dev.ragged.faults.ShimmedProcess.GoneException;
import dev.ragged.faults.scenario.Scenario;
import dev.ragged.faults.scenario.Scenarios;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Kills the process before or after the n-th file operation of a command. What was there must be
 * there, the change whole or absent, and the next command must clean up.
 */
final class Kills implements FaultKind {
  private Lab lab;

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public int faults() {
    return 750;
  }

  private record Kill(int nth, boolean after) {
    String in(Scenario scenario) {
      return scenario.name() + ":" + nth + ":" + (after ? "after" : "before");
    }
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    lab = Lab.shared();
    for (Scenario scenario : Scenarios.ALL) {
      if (!plan.concerns(scenario.name())) {
        continue;
      }
      Prepared prepared = lab.prepare(scenario);
      for (Kill kill : kills(plan, prepared)) {
        if (plan.includes(kill.in(scenario))) {
          run(prepared, kill, report);
        }
      }
    }
  }

  /** All, or as many drawn from them as fall to a scenario. */
  private static List<Kill> kills(Plan plan, Prepared prepared) {
    List<Kill> all = new ArrayList<>();
    for (int i = 0; i < prepared.operations().size(); i++) {
      if (Operation.WRITING.contains(prepared.operations().get(i))) {
        all.add(new Kill(i + 1, false));
        all.add(new Kill(i + 1, true));
      }
    }
    if (plan.isOneCase()) {
      return all;
    }
    Collections.shuffle(all, plan.random(prepared.scenario().name()));
    int share = Math.max(1, plan.faults() / Scenarios.ALL.size());
    return all.subList(0, Math.min(share, all.size()));
  }

  private void run(Prepared prepared, Kill kill, Report report) throws Exception {
    Scenario scenario = prepared.scenario();
    lab.reset(prepared);
    boolean killed = false;
    String hit;
    try (ShimmedProcess process = lab.fresh()) {
      process.control.kill(kill.nth(), kill.after());
      try {
        Lab.require(process.run(lab.line(lab.command(scenario))), lab.command(scenario));
      } catch (GoneException e) {
        killed = !e.hung;
      }
      hit = process.control.hit();
    }
    try {
      State now = lab.state();
      String wrong =
          killed
              ? State.wrong(prepared.before(), prepared.after(), now)
              : now.differenceFrom(prepared.after());
      if (wrong == null) {
        wrong = lab.goOn(prepared, now);
      }
      if (wrong == null) {
        report.ended(
            this,
            scenario.name(),
            (killed ? "killed, " : "not reached, ")
                + now.between(prepared.before(), prepared.after()));
      } else {
        report.counterExample(
            this, scenario.name(), kill.in(scenario), wrong + "\nkilled at: " + hit);
      }
    } catch (RuntimeException e) {
      report.counterExample(
          this,
          scenario.name(),
          kill.in(scenario),
          "cannot be read afterwards: " + e + "\nkilled at: " + hit);
    }
  }
}
