package io.unstir.storage.job;

import java.util.List;
import java.util.Locale;
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

    /** One by one, in lower case, as the words of prompts are kept. */
    List<String> words() {
        return List.of(SPACE.split(text.strip().toLowerCase(Locale.ROOT)));
    }

    /** As {@code to_tsquery} takes them. They are quoted one by one, so that the parser that cut up the prompts cuts up these too. */
    static String query(List<String> words) {
        return words.stream()
                .map(word -> "'%s':*".formatted(word.replace("\\", "\\\\").replace("'", "''")))
                .collect(Collectors.joining(" & "));
    }
}
