package dev.ragged.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdHistoryTest {
  @Test
  void should_know_the_same_versions_in_every_process() {
    CrowdHistory one = new CrowdHistory(7, 3, false);
    CrowdHistory other = new CrowdHistory(7, 3, false);
    other.between(1, 900);
    for (long version = 0; version < 500; version++) {
      assertEquals(one.at(version), other.at(version));
    }
  }

  @Test
  void should_do_every_step() {
    CrowdHistory history = new CrowdHistory(7, 3, false);
    Set<CrowdHistory.Step> steps = EnumSet.noneOf(CrowdHistory.Step.class);
    history.between(1, 2_000).forEach(state -> steps.add(state.step()));
    assertEquals(EnumSet.allOf(CrowdHistory.Step.class), steps);
  }

  @Test
  void should_never_move_what_is_steady() {
    CrowdHistory history = new CrowdHistory(7, 3, true);
    assertTrue(history.between(2, 2_000).stream().noneMatch(CrowdHistory.State::isMove));
  }
}
