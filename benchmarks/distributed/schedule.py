"""How long a step takes that sends its gradients in buckets: a model in a few lines.

A message of n bytes takes alpha + n * beta; a ring of N ranks sums in 2 (N - 1) messages of n / N bytes.
Source: Thakur et al., "Optimization of Collective Communication Operations in MPICH" (2005)."""

MB = 1024 * 1024


def ring(ranks, size, alpha, beta):
    """Seconds of an allreduce of `size` bytes."""
    return 0 if ranks == 1 else 2 * (ranks - 1) * (alpha + size / ranks * beta)


def make_buckets(sizes, first=MB, most=25 * MB):
    """[[numbers of gradients]]: as distributed/buckets.cpp; sizes are those of the last parameter first."""
    buckets, filled = [], None
    for number, size in enumerate(sizes):
        if filled is None or filled >= (first if len(buckets) == 1 else most):
            buckets.append([])
            filled = 0
        buckets[-1].append(number)
        filled += size
    return buckets


def backward_seconds(gradients, allreduce, hides, overlap=True, **limits):
    """When the last gradient of all ranks is there, counted from the beginning of backward.

    gradients  [(bytes, seconds)]: when this rank's is there, the last parameter first
    allreduce  bytes -> seconds
    hides      True: a network card sends while the processor computes; False: the processor moves the
               bytes itself (ranks of one machine), and computes that much later
    """
    computed = max(when for _, when in gradients)
    late = 0.0  # what sending has held up computing
    free = 0.0  # when the bucket before has been sent
    for bucket in make_buckets([size for size, _ in gradients], **limits):
        size = sum(gradients[i][0] for i in bucket)
        ready = (max(gradients[i][1] for i in bucket) if overlap else computed) + late
        free = max(ready, free) + allreduce(size)
        if not hides:
            late += allreduce(size)
    return max(free, computed + late)
