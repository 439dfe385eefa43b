package io.unstir.local.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fenced blocks of a page, in order. */
record ApiDocument(List<Block> blocks) {
    private static final String FENCE = "```";
    private static final Set<String> SHOWN = Set.of("json", "http", "text");

    /**
     * @param line where it stands on the page
     * @param shows what is said to come of it: a block of output right below
     */
    record Block(int line, String language, String text, Optional<String> shows) {}

    static ApiDocument read(Path page) throws IOException {
        var lines = Files.readAllLines(page);
        var blocks = new ArrayList<Block>();
        int lastEnd = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).equals(FENCE)) {
                end++;
            }
            var block = new Block(
                    i + 1,
                    lines.get(i).substring(FENCE.length()),
                    String.join("\n", lines.subList(i + 1, end)),
                    Optional.empty());
            if (SHOWN.contains(block.language()) && !blocks.isEmpty() && lastEnd + 2 == i) {
                var above = blocks.removeLast();
                blocks.add(new Block(above.line(), above.language(), above.text(), Optional.of(block.text())));
            } else {
                blocks.add(block);
            }
            i = end;
            lastEnd = end;
        }
        return new ApiDocument(List.copyOf(blocks));
    }

    List<Block> in(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
