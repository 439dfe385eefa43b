package io.unstir.storage.topic;

import io.unstir.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the changes of a batch and sends them statement by statement, so that hundreds of records cost tens of round trips.
 *
 * <p>Changes of different rows may be made in any order. Those of one row stay in theirs by rounds: a change is in the round of the
 * row's last one where both are by the same statement, which runs its parameters in order, and in the next round otherwise. A report
 * takes the place of one just before it that it would overwrite: a job reports often, and batches are large when there is much to do.
 */
final class GatheredChanges implements Changes {
    private final Map<String, Set<List<Object>>> known = new LinkedHashMap<>();
    private final Map<Object, Last> last = new HashMap<>();
    private final List<Map<String, List<Object[]>>> rounds = new ArrayList<>();
    private final Map<String, List<Object[]>> history = new LinkedHashMap<>();

    /** @param rank of a report */
    private record Last(int round, String statement, int place, Optional<Comparable<?>> rank) {}

    @Override
    public void know(String statement, Object... parameters) {
        known.computeIfAbsent(statement, _ -> new LinkedHashSet<>()).add(Arrays.asList(parameters));
    }

    @Override
    public void change(Object row, String statement, Object... parameters) {
        add(row, statement, parameters, Optional.empty());
    }

    @Override
    public <R extends Comparable<R>> void report(Object row, R rank, String statement, Object... parameters) {
        var before = last.get(row);
        if (before != null && before.statement().equals(statement) && isNoHigher(before, rank)) {
            rounds.get(before.round()).get(statement).set(before.place(), parameters);
            last.put(row, new Last(before.round(), statement, before.place(), Optional.of(rank)));
        } else {
            add(row, statement, parameters, Optional.of(rank));
        }
    }

    /** By one statement come ranks of one kind. */
    @SuppressWarnings("unchecked")
    private static <R extends Comparable<R>> boolean isNoHigher(Last before, R rank) {
        return before.rank()
                .filter(earlier -> ((R) earlier).compareTo(rank) <= 0)
                .isPresent();
    }

    private void add(Object row, String statement, Object[] parameters, Optional<Comparable<?>> rank) {
        int round = roundAfter(last.get(row), statement);
        if (round == rounds.size()) {
            rounds.add(new LinkedHashMap<>());
        }
        var rows = rounds.get(round).computeIfAbsent(statement, _ -> new ArrayList<>());
        last.put(row, new Last(round, statement, rows.size(), rank));
        rows.add(parameters);
    }

    private static int roundAfter(Last before, String statement) {
        if (before == null) {
            return 0;
        }
        return before.statement().equals(statement) ? before.round() : before.round() + 1;
    }

    @Override
    public void append(String statement, Object... parameters) {
        history.computeIfAbsent(statement, _ -> new ArrayList<>()).add(parameters);
    }

    void make(Sql sql) throws SQLException {
        for (var rows : known.entrySet()) {
            sql.updateAll(
                    rows.getKey(), rows.getValue().stream().map(List::toArray).toList());
        }
        for (var round : rounds) {
            for (var rows : round.entrySet()) {
                sql.updateAll(rows.getKey(), rows.getValue());
            }
        }
        for (var rows : history.entrySet()) {
            sql.updateAll(rows.getKey(), rows.getValue());
        }
    }
}
