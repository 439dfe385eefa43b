package io.unstir.local.terminal;

/** How pictures are shown while they are made, as {@code --preview} names it. */
public enum PreviewStyle {
    /** What the terminal is known or found to understand. */
    auto,
    kitty,
    iterm,
    sixel,
    /** Half-blocks in colour, which need nothing but Unicode. */
    blocks,
    none
}
