package dev.ragged.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatsTest {
  static final String CHATGPT =
      """
      [{"title": "Sourdough help", "create_time": 1714550000.1, "current_node": "c", "mapping": {
        "r": {"id": "r", "message": null, "parent": null, "children": ["s"]},
        "s": {"message": {"author": {"role": "system"}, "content": {"parts": ["hidden"]}}, "parent": "r"},
        "a": {"message": {"author": {"role": "user"}, "create_time": 1714550000.5,
              "content": {"content_type": "text", "parts": ["Why is my starter flat?"]}}, "parent": "s"},
        "b": {"message": {"author": {"role": "assistant"}, "create_time": 1714550010,
              "content": {"parts": ["A first answer."]}}, "parent": "a"},
        "c": {"message": {"author": {"role": "assistant"}, "create_time": 1714550020,
              "content": {"parts": [{"asset_pointer": "x"}, "It is too cold."]}}, "parent": "a"}}},
       {"title": "Second", "current_node": "q", "mapping": {"q": {"message": {"author": {"role": "user"},
         "content": {"parts": ["Another question"]}}, "parent": "q"}}}]
      """;

  static final String CLAUDE =
      """
      [{"uuid": "1", "name": "Garden", "chat_messages": [
        {"uuid": "2", "sender": "human", "text": "When to plant leeks?", "created_at": "2024-05-01T08:09:10.123456Z"},
        {"uuid": "3", "sender": "assistant", "text": "old", "content": [{"type": "text", "text": "In April."}],
         "created_at": "2024-05-01T08:09:20+00:00"}]}]
      """;

  static final String SLACK =
      """
      [{"type": "message", "subtype": "channel_join", "user": "U1", "text": "joined", "ts": "1714550000.1"},
       {"type": "message", "user": "U2", "text": "See <https://x.org/a|the plan> &amp; ask &lt;me&gt;",
        "ts": "1714550400.000200", "user_profile": {"real_name": "Ann Lee"}},
       {"type": "message", "user": "U3", "text": "Done.", "ts": "1714550500.000200"}]
      """;

  @Test
  void should_read_chatgpt() throws Exception {
    ReadPassages read = ReadPassages.of("conversations.json", CHATGPT);
    assertEquals(2, read.all().size(), read.text());
    assertEquals(
        "Sourdough help\nuser: Why is my starter flat?\n\nassistant: It is too cold.\n\n",
        read.with("starter").text());
    assertEquals("Sourdough help", read.place("starter", "member"));
    assertEquals("Sourdough help", read.place("starter", "title"));
    assertEquals("2024-05-01T07:53:20Z", read.place("starter", "date"));
    assertEquals("user, assistant", read.place("starter", "author"));
    assertEquals(2L, read.place("cold", "end_message"));
    assertEquals("Second", read.place("Another", "member"));
  }

  @Test
  void should_read_claude() throws Exception {
    ReadPassages read = ReadPassages.of("conversations.json", CLAUDE);
    assertEquals("Garden\nhuman: When to plant leeks?\n\nassistant: In April.\n\n", read.text());
    assertEquals("2024-05-01T08:09:10.123456Z", read.place("leeks", "date"));
  }

  @Test
  void should_read_slack() throws Exception {
    ReadPassages read = ReadPassages.of("2024-05-01.json", SLACK);
    assertEquals(
        "2024-05-01\nAnn Lee: See the plan (https://x.org/a) & ask <me>\n\nU3: Done.\n\n",
        read.text());
    assertEquals("Ann Lee, U3", read.place("plan", "author"));
    assertEquals(2L, read.place("plan", "start_message"));
  }

  @Test
  void should_name_the_people_of_a_slack_export(@TempDir Path export) throws Exception {
    Path day = Files.createDirectories(export.resolve("garden")).resolve("2024-05-01.json");
    SlackUsers nobody = SlackUsers.none().of(day);
    byte[] bytes = SLACK.replace("Done.", "Done, <@U2> and <@U9|bob>.").getBytes(UTF_8);
    assertArrayEquals(bytes, nobody.named(day, bytes));
    Files.writeString(
        export.resolve("users.json"),
        """
        [{"id": "U2", "name": "ann"}, {"id": "U3", "name": "bo", "profile": {"real_name": "Bo Lind"}}, 7]
        """);
    SlackUsers users = SlackUsers.none().of(day);
    assertSame(users, users.of(day));
    ReadPassages read = ReadPassages.of("2024-05-01.json", users.named(day, bytes));
    assertEquals(
        "2024-05-01\nAnn Lee: See the plan (https://x.org/a) & ask <me>\n\n"
            + "Bo Lind: Done, @ann and @U9.\n\n",
        read.text());
    byte[] other = "[{\"user\": \"U3\"}]".getBytes(UTF_8);
    assertSame(other, users.named(day, other));
    Path elsewhere = export.resolve("notes.json");
    assertSame(bytes, users.of(elsewhere).named(elsewhere, bytes));
    Files.writeString(export.resolve("users.json"), "[{\"id\": \"U3\"");
    assertSame(bytes, SlackUsers.none().of(day).named(day, bytes));
  }

  @Test
  void should_end_a_passage_only_after_a_turn() throws Exception {
    StringBuilder talk = new StringBuilder("[");
    for (int i = 1; i <= 200; i++) {
      talk.append(i > 1 ? "," : "");
      talk.append("{\"user\": \"U" + i % 3 + "\", \"ts\": \"1714550000\", \"text\": \"Say " + i);
      talk.append(" and some more words. Here they are.\"}");
    }
    ReadPassages read = ReadPassages.of("a.json", talk + "]");
    assertTrue(read.all().size() > 10);
    for (var passage : read.all()) {
      assertTrue(passage.text().startsWith("a\n"), passage.text());
      assertTrue(passage.text().endsWith("Here they are.\n\n"), passage.text());
    }
    long first = (Long) read.place("Say 100 ", "start_message");
    assertTrue(first <= 100 && first > 80, first + "");
  }

  @Test
  void should_read_whatsapp_in_several_formats() throws Exception {
    String german =
        "13.02.24, 21:05 - Nachrichten sind verschl\u00fcsselt.\n13.02.24, 21:05 - Ann: Wann rudern wir?\n"
            + "Morgen?\n14.02.24, 07:00 - Bob: Um acht am Steg.\n";
    ReadPassages read = ReadPassages.of("WhatsApp Chat mit Bob.txt", german);
    assertTrue(read.text().contains("Ann: Wann rudern wir?\nMorgen?\n\nBob: Um acht"), read.text());
    assertEquals("2024-02-13", read.place("rudern", "date"));
    assertEquals("Ann, Bob", read.place("rudern", "author"));
    assertEquals(4L, read.place("Steg", "end_line"));
    assertEquals("WhatsApp Chat mit Bob", read.place("Steg", "title"));
    String apple =
        "[2/3/24, 9:05:10\u202fPM] Ann: One\n\u200e[2/14/24, 9:05:11\u202fPM] Bob: Two: three\n";
    assertEquals("2024-02-03", ReadPassages.of("_chat.txt", apple).place("One", "date"));
    String british = "03/02/2024, 21:05 - Ann: One\n03/02/2024, 21:06 - Bob: Two\n";
    assertEquals("2024-02-03", ReadPassages.of("a.txt", british).place("One", "date"));
    String iso = "2024-02-03, 21:05 - Ann: One\n2024-02-03, 21:06 - Bob: Two\n";
    assertEquals("2024-02-03", ReadPassages.of("a.txt", iso).place("One", "date"));
  }

  @Test
  void should_leave_other_texts_alone() throws Exception {
    String diary = "13.02.24, 21:05 went home\nand slept\nand ate\n";
    assertNull(ReadPassages.of("a.txt", diary).place("slept", "author"));
    String odd = "[{\"ts\": {}, \"text\": 3}, 7, {\"user_profile\": []}, {\"text\": \"x\"}]";
    assertTrue(ReadPassages.of("a.json", odd).text().contains("x"));
    String circle =
        "[{\"title\": \"t\", \"mapping\": {\"a\": {\"parent\": \"b\"}, \"b\": {\"parent\": \"a\"}}, \"current_node\": \"a\"}]";
    assertFalse(ReadPassages.of("a.json", circle).text().isBlank());
  }
}
