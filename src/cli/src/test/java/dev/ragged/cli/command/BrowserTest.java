package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.app.RunningServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
  private static final RunningServer SERVER =
      new RunningServer("http://127.0.0.1:8650", "a&token+of#the\"tests", 1, "f");

  @TempDir Path dir;

  /** A program in the browser's place that notes what it is called with, and ends so. */
  private Browser browser(int status) throws Exception {
    Path program = dir.resolve("browser");
    Files.writeString(
        program, "#!/bin/sh\nprintf '%s' \"$*\" >'" + dir + "/called'\nexit " + status + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new Browser(Map.of("BROWSER", program + " --new-tab"));
  }

  @Test
  void should_lead_to_the_page_without_showing_the_token_to_others() throws Exception {
    assertTrue(browser(0).open(SERVER, dir));
    String called = Files.readString(dir.resolve("called"));
    assertFalse(called.contains("token"), called);
    assertTrue(called.startsWith("--new-tab file:"), called);
    Path file = Path.of(URI.create(called.substring("--new-tab ".length())));
    assertEquals(dir.resolve("open.html"), file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String page = Files.readString(file);
    String address = "http://127.0.0.1:8650/#token=a%26token%2Bof%23the%22tests";
    assertTrue(page.contains("content=\"0; url=" + address + "\""), page);
    Browser.forget(dir);
    assertFalse(Files.exists(file));
  }

  @Test
  void should_say_that_there_is_no_browser() throws Exception {
    assertFalse(browser(3).open(SERVER, dir));
    assertFalse(
        new Browser(Map.of("BROWSER", dir.resolve("nothing").toString())).open(SERVER, dir));
  }

  @Test
  void should_not_take_over_a_terminal_without_a_desktop() {
    if (System.getProperty("os.name").startsWith("Linux")) {
      assertFalse(new Browser(Map.of("DISPLAY", " ")).open(SERVER, dir));
      assertFalse(Files.exists(dir.resolve("open.html")));
    }
  }
}
