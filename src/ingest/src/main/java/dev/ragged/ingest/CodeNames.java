package dev.ragged.ingest;

import org.treesitter.TSNode;

/** The names of functions and types, wherever grammars put them. */
final class CodeNames {
  private static final int MAX_LENGTH = 100;

  /** Pointers to pointers to functions. */
  private static final int MAX_DECLARATORS = 20;

  private final Grammar grammar;
  private final String text;

  CodeNames(Grammar grammar, String text) {
    this.grammar = grammar;
    this.text = text;
  }

  /** The name of a node; empty if it has none. */
  String of(TSNode node) {
    TSNode name = field(node, "name", "left", "key", "property");
    if (name == null) {
      name = declared(node);
    }
    if (name == null) {
      name = field(node, "type"); // Rust: impl Trait for Type
    }
    if (name == null) {
      name = identifier(node);
    }
    String receiver = receiver(node);
    return name == null ? "" : receiver + text(name);
  }

  /** The name within declarators, as C nests them. */
  private static TSNode declared(TSNode node) {
    TSNode declarator = field(node, "declarator");
    for (int i = 0; i < MAX_DECLARATORS && declarator != null; i++) {
      TSNode inner = field(declarator, "declarator");
      if (inner == null && declarator.getType().endsWith("_declarator")) {
        int children = declarator.getNamedChildCount();
        inner = children == 0 ? null : declarator.getNamedChild(children - 1);
      }
      if (inner == null) {
        return declarator;
      }
      declarator = inner;
    }
    return declarator;
  }

  /** The first child that is a name by its type, for grammars without fields. */
  private static TSNode identifier(TSNode node) {
    int children = Math.min(node.getNamedChildCount(), 10);
    for (int i = 0; i < children; i++) {
      TSNode child = node.getNamedChild(i);
      if (child.getType().endsWith("identifier")) {
        return child;
      }
    }
    return null;
  }

  /** Go's methods name their type in parentheses before them. */
  private String receiver(TSNode node) {
    TSNode receiver = field(node, "receiver");
    if (receiver == null) {
      return "";
    }
    String type = text(receiver).replaceAll("\\[.*|[()*\\]]", "").strip();
    type = type.substring(type.lastIndexOf(' ') + 1);
    return type.isEmpty() ? "" : type + grammar.separator();
  }

  /**
   * What has a name for a function without one: {@code const name = () => ...}; the node itself or
   * one that it begins with. Null if there is none.
   */
  TSNode holder(TSNode node) {
    if (grammar.values().isEmpty()) {
      return null;
    }
    TSNode holder = node;
    for (int i = 0; i < 3 && holder != null; i++) {
      if (value(holder) != null) {
        return holder;
      }
      holder = holder.getNamedChildCount() == 0 ? null : holder.getNamedChild(0);
    }
    return null;
  }

  /** The function that a node is a name for, or null. */
  TSNode value(TSNode holder) {
    TSNode value = field(holder, "value", "right");
    return value != null && grammar.values().contains(value.getType()) ? value : null;
  }

  private static TSNode field(TSNode node, String... names) {
    for (String name : names) {
      TSNode child = node.getChildByFieldName(name);
      if (child != null && !child.isNull()) {
        return child;
      }
    }
    return null;
  }

  private String text(TSNode node) {
    int start = node.getStartByte() / 2;
    int end = Math.min(node.getEndByte() / 2, start + MAX_LENGTH);
    return text.substring(start, end).replaceAll("\\s+", " ").strip();
  }
}
