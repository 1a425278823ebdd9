package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.testkit.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that Python wrote, by protocol, and such as it should never have written. */
@Tag("random")
class PickledOffsetsTest {
  private static final Map<String, Long> EXPECTED =
      Map.of("a", 0L, "ü", 255L, "b", 65_535L, "c", 70_000L, "d", 5_000_000_000L);

  private static Map<String, Long> read(String hex) {
    return PickledOffsets.read(Path.of("x.idx"), HexFormat.of().parseHex(hex));
  }

  /**
   * {@code pickle.dumps({"a": 0, "ü": 255, "b": 65535, "c": 70000, "d": 5000000000}, protocol)}.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 80027d71002858010000006171014b005802000000c3bc71024bff58010000006271034dffff58010000006371044a7011010058010000006471058a0500f2052a01752e",
    "3, 80037d71002858010000006171014b005802000000c3bc71024bff58010000006271034dffff58010000006371044a7011010058010000006471058a0500f2052a01752e",
    "4, 8004952d000000000000007d94288c0161944b008c02c3bc944bff8c0162944dffff8c0163944a701101008c0164948a0500f2052a01752e",
    "5, 8005952d000000000000007d94288c0161944b008c02c3bc944bff8c0162944dffff8c0163944a701101008c0164948a0500f2052a01752e"
  })
  void should_read_what_python_wrote(int protocol, String hex) {
    assertEquals(EXPECTED, read(hex), "protocol " + protocol);
  }

  @Test
  void should_read_an_empty_dict_and_one_item() {
    assertEquals(Map.of(), read("80047d942e"));
    assertEquals(Map.of("k", 7L), read("80049509000000000000007d948c016b944b07732e"));
  }

  /**
   * A system call, a class, a list, a nested dict, no dict, a float, a huge number, a key twice,
   * two dicts.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "8004951f000000000000008c05706f736978948c0673797374656d9493948c047472756594859452942e",
        "80049526000000000000007d948c0161948c05706f736978948c0673797374656d9493948c04747275659485945294732e",
        "80049520000000000000008c086461746574696d65948c0464617465949394430407e4010194859452942e",
        "8004950b000000000000005d94288c0161944b01652e",
        "80049511000000000000007d948c0161947d948c0162944b0173732e",
        "80049505000000000000008c0161942e",
        "80049511000000000000007d948c016194473ff8000000000000732e",
        "80049515000000000000007d948c0161948a0b0000000000000000000001732e",
        "80049509000000000000007d948c0161944e732e",
        "80049508000000000000007d944b014b02732e",
        "80049509000000000000007d948c01619488732e",
        "286470300a56610a70310a49310a732e",
        "",
        "80",
        "8004",
        "80ff2e",
        "2e",
        "80042e",
        "80047d94752e",
        "80047d9468092e",
        "80047d948c",
        "80047d948cff61",
        "80047d948d00000000000000f0",
        "80047d8c0161944b017368004b02732e",
        "80047d7d2e"
      })
  void should_refuse_all_else_and_run_nothing(String hex) {
    RaggedException e = assertThrows(RaggedException.class, () -> read(hex));
    assertTrue(e.getMessage().contains("x.idx"), e.getMessage());
  }

  @Test
  void should_survive_damage() {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    byte[] whole = HexFormat.of().parseHex(WHOLE);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        PickledOffsets.read(Path.of("x.idx"), damaged);
      } catch (RaggedException e) {
        assertTrue(e.getMessage().endsWith("build the index again."), e.getMessage());
      }
    }
  }

  private static final String WHOLE =
      "8004952d000000000000007d94288c0161944b008c02c3bc944bff8c0162944dffff8c0163944a701101008c0164948a0500f2052a01752e";
}
