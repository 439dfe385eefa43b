package io.unstir.storage.job;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody looks for in prompts: words, each of which must begin a word of the prompt, whatever its case. */
record PromptWords(String text) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** PostgreSQL's parser knows no other words: where there are none, pictographs for example, text is all there is to look for. */
    boolean hasWords() {
        return WORD.matcher(text).find();
    }

    /** As {@code to_tsquery} takes it. It is quoted word by word, so that the parser that cut up the prompts cuts up this too. */
    String query() {
        return Arrays.stream(SPACE.split(text.strip()))
                .map(word -> "'%s':*".formatted(word.replace("\\", "\\\\").replace("'", "''")))
                .collect(Collectors.joining(" & "));
    }
}
