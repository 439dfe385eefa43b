package io.unstir.trainer.data;

import io.unstir.trainer.config.TrainingConfig;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Loads a data set of image files: find, fingerprint, decode, encode, split. */
record ImageFiles(TrainingConfig.Data config, DataCache cache, LoadingListener listener) {
    private static final int NAMED_FILES = 10;

    DataSet load(Items found) {
        List<Item> items = found.items();
        var fingerprints = Fingerprints.of(items);
        List<String> captions = found.shape() == Items.Shape.CAPTIONS ? Captions.different(items) : List.of();
        var progress = new Progress(Pictures.different(fingerprints).size() + captions.size(), listener);
        var pictures = Pictures.load(items, fingerprints, config, cache, progress::add);
        List<BrokenFile> broken = broken(items, fingerprints, pictures);
        List<Item> good = good(items, broken);
        Told told = told(found.shape(), good, captions, progress);
        List<String> files = good.stream()
                .map(item -> fingerprints.digests().get(item.name()))
                .toList();
        var all = new ImageRows(
                digest(good, files),
                config.colour().channels(),
                config.imageSize(),
                pictures.blocks(),
                files.stream().mapToInt(pictures::place).toArray(),
                told,
                Labels.of(good));
        return split(all, files, broken);
    }

    private Told told(Items.Shape shape, List<Item> items, List<String> captions, Progress progress) {
        return switch (shape) {
            case CAPTIONS ->
                Told.ItsCaption.of(items, Captions.load(captions, config.maxTokens(), cache, progress::add));
            case CLASSES -> new Told.ItsClass(Labels.of(items));
            case NOTHING -> new Told.Nothing();
        };
    }

    private DataSet split(ImageRows all, List<String> files, List<BrokenFile> broken) {
        var heldOut = new HeldOut(config.heldOut());
        IntPredicate held = row -> heldOut.holds(files.get(row));
        int[] out = IntStream.range(0, all.size()).filter(held).toArray();
        int[] in = IntStream.range(0, all.size()).filter(held.negate()).toArray();
        if (in.length == 0) {
            throw new DatasetException("data.held_out must leave an image to train on (got %s of %d)"
                    .formatted(config.heldOut(), all.size()));
        }
        Optional<TrainingData> rest = out.length == 0 ? Optional.empty() : Optional.of(all.select(out));
        return new DataSet(all.select(in), rest, broken);
    }

    private List<BrokenFile> broken(List<Item> items, Fingerprints fingerprints, Pictures pictures) {
        var reasons = new TreeMap<>(fingerprints.unreadable());
        fingerprints.digests().forEach((name, digest) -> pictures.failure(digest)
                .ifPresent(reason -> reasons.put(name, reason)));
        List<BrokenFile> broken = reasons.entrySet().stream()
                .map(entry -> new BrokenFile(entry.getKey(), entry.getValue()))
                .toList();
        long files = items.stream().map(Item::name).distinct().count();
        if (broken.size() == files || broken.size() > config.brokenLimit() * files) {
            throw tooMany(broken, files);
        }
        return broken;
    }

    private DatasetException tooMany(List<BrokenFile> broken, long files) {
        String named =
                broken.stream().limit(NAMED_FILES).map(BrokenFile::toString).collect(Collectors.joining(", "));
        String more = broken.size() > NAMED_FILES ? " and " + (broken.size() - NAMED_FILES) + " more" : "";
        return new DatasetException("%d of %d images can't be used, at most %.0f %% may (data.broken_limit): %s%s"
                .formatted(broken.size(), files, 100 * config.brokenLimit(), named, more));
    }

    private static List<Item> good(List<Item> items, List<BrokenFile> broken) {
        var names = broken.stream().map(BrokenFile::name).collect(Collectors.toSet());
        var good = new ArrayList<>(items);
        good.removeIf(item -> names.contains(item.name()));
        return good;
    }

    private static String digest(List<Item> items, List<String> files) {
        var digest = new Digest();
        for (int i = 0; i < files.size(); i++) {
            digest.add(items.get(i).name());
            digest.add(HexFormat.of().parseHex(files.get(i)));
            items.get(i).caption().ifPresent(digest::add);
            items.get(i).category().ifPresent(category -> digest.add("category " + category));
        }
        return digest.hex();
    }

    private static final class Progress {
        private final int total;
        private final LoadingListener listener;
        private int done;

        Progress(int total, LoadingListener listener) {
            this.total = total;
            this.listener = listener;
        }

        synchronized void add(int more) {
            done += more;
            listener.loaded(done, total);
        }
    }
}
