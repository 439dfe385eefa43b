package io.unstir.gateway.oidc;

import io.unstir.gateway.auth.Scope;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scopes in a claim, which providers write as words with spaces between or as a list. Words that are no scope are skipped. */
final class ScopesClaim {
    private ScopesClaim() {}

    static Set<Scope> read(Object claim, String prefix) {
        return words(claim)
                .filter(word -> word.startsWith(prefix))
                .map(word -> Scope.parse(word.substring(prefix.length())))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Stream<String> words(Object claim) {
        return switch (claim) {
            case null -> Stream.empty();
            case Collection<?> list -> list.stream().map(String::valueOf);
            default -> Stream.of(claim.toString().split(" "));
        };
    }
}
