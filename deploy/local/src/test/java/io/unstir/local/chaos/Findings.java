package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a disturbed run came to.
 *
 * @param planned how many faults were to strike
 * @param struck those that did
 * @param lost numbers of jobs, with what is known of each; so are the others
 */
record Findings(
        int planned,
        List<Diary.Entry> struck,
        Map<Integer, String> lost,
        Map<Integer, String> doubled,
        Map<Integer, String> changed) {

    /** A run in which nothing went wrong proves nothing. */
    void requireGood() {
        assertThat(struck).as("faults that struck").isNotEmpty().hasSize(planned);
        assertThat(lost).as("lost").isEmpty();
        assertThat(doubled).as("doubled").isEmpty();
        assertThat(changed).as("changed").isEmpty();
    }

    String table() {
        var text = new StringBuilder("| fault | times | until all were ready, longest, s | jobs sent meanwhile |"
                + " lost | doubled | changed |\n|:--|--:|--:|--:|--:|--:|--:|\n");
        Map<String, List<Diary.Entry>> byName = struck.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.fault().name(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        byName.forEach((name, entries) -> {
            var jobs = entries.stream().flatMap(entry -> entry.jobs().stream()).collect(Collectors.toSet());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %d | %d | %d | %d |\n",
                    name,
                    entries.size(),
                    longest(entries).toMillis() / 1e3,
                    jobs.size(),
                    among(jobs, lost.keySet()),
                    among(jobs, doubled.keySet()),
                    among(jobs, changed.keySet())));
        });
        return text.toString();
    }

    private static Duration longest(List<Diary.Entry> entries) {
        return entries.stream()
                .map(Diary.Entry::recovery)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static long among(Set<Integer> jobs, Collection<Integer> which) {
        return which.stream().filter(jobs::contains).count();
    }
}
