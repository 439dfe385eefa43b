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
import java.util.Set;

/**
 * Gathers the changes of a batch and sends them statement by statement, so that hundreds of records cost tens of round trips.
 *
 * <p>Changes of different rows may be made in any order. Those of one row stay in theirs by rounds: a change is in the round of the
 * row's last one where both are by the same statement, which runs its parameters in order, and in the next round otherwise.
 */
final class GatheredChanges implements Changes {
    private final Map<String, Set<List<Object>>> known = new LinkedHashMap<>();
    private final Map<Object, Last> last = new HashMap<>();
    private final List<Map<String, List<Object[]>>> rounds = new ArrayList<>();
    private final Map<String, List<Object[]>> history = new LinkedHashMap<>();

    private record Last(int round, String statement) {}

    @Override
    public void know(String statement, Object... parameters) {
        known.computeIfAbsent(statement, _ -> new LinkedHashSet<>()).add(Arrays.asList(parameters));
    }

    @Override
    public void change(Object row, String statement, Object... parameters) {
        int round = roundAfter(last.get(row), statement);
        last.put(row, new Last(round, statement));
        if (round == rounds.size()) {
            rounds.add(new LinkedHashMap<>());
        }
        rounds.get(round).computeIfAbsent(statement, _ -> new ArrayList<>()).add(parameters);
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
