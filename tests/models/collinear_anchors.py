"""The numbers of collinear_test.cpp: maxima of likelihoods of nearly collinear designs, by scoring in
60 digits (mpmath) on the doubles as they stand.

    python3 collinear_anchors.py
"""
import mpmath as mp

mp.mp.dps = 60
ROWS = 90


def data():
    state = 1
    rows = []
    for i in range(ROWS):
        r = []
        for _ in range(4):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            r.append(state >> 54)
        a, b = (r[0] - 512) / 128, (r[1] - 512) / 128
        x = [a, b, a + b + (r[2] - 512) / 512 * 2.0**-30]
        rows.append(dict(x=x, y01=float(r[3] - 512 + 96 * a > 0),
                         count=float(r[3] // 256 + (a > 0)),
                         amount=(r[3] + 1) / 256 * (2 if a > 0 else 1),
                         w=1.0 + i % 3, o=(i % 7 - 3) / 8))
    return rows


def fit(rows, kind, target, weighted=False, shifted=False, l2=0, alpha=mp.mpf(1) / 2, p=mp.mpf(3) / 2):
    n = len(rows)
    z = [[mp.mpf(1)] + [mp.mpf(v) for v in r['x']] for r in rows]
    y = [mp.mpf(r[target]) for r in rows]
    w = [mp.mpf(r['w'] if weighted else 1) for r in rows]
    o = [mp.mpf(r['o'] if shifted else 0) for r in rows]
    k = 4
    penalty = [mp.mpf(0)] * k
    for j in range(1, k):
        mean = sum(q[j] for q in z) / n
        penalty[j] = mp.mpf(l2) * sum((q[j] - mean)**2 for q in z) / (n - 1)
    b = mp.matrix(k, 1)
    if kind != 'logistic':
        b[0] = mp.log(sum(y) / n)
    for _ in range(500):
        h, g = mp.matrix(k, k), mp.matrix(k, 1)
        value = deviance = mp.mpf(0)
        for i in range(n):
            eta = o[i] + sum(z[i][j] * b[j] for j in range(k))
            mu = 1 / (1 + mp.exp(-eta)) if kind == 'logistic' else mp.exp(eta)
            ratio = y[i] * mp.log(y[i] / mu) if y[i] else mp.mpf(0)
            if kind == 'logistic':
                s, c = y[i] - mu, mu * (1 - mu)
                value += w[i] * mp.log(mu if y[i] else 1 - mu)
            elif kind == 'poisson':
                s, c = y[i] - mu, mu
                value += w[i] * (y[i] * eta - mu - mp.loggamma(y[i] + 1))
                deviance += 2 * w[i] * (ratio - (y[i] - mu))
            elif kind == 'gamma':
                s, c = y[i] / mu - 1, mp.mpf(1)
                deviance += 2 * w[i] * ((y[i] - mu) / mu - mp.log(y[i] / mu))
            elif kind == 'negative binomial':
                s, c = (y[i] - mu) / (1 + alpha * mu), mu / (1 + alpha * mu)
                deviance += 2 * w[i] * (ratio - (y[i] + 1 / alpha) *
                                        mp.log((1 + alpha * y[i]) / (1 + alpha * mu)))
            else:
                s, c = (y[i] - mu) * mu**(1 - p), mu**(2 - p)
                deviance += 2 * w[i] * (y[i]**(2 - p) / ((1 - p) * (2 - p)) -
                                        y[i] * mu**(1 - p) / (1 - p) + mu**(2 - p) / (2 - p))
            for a in range(k):
                g[a] += w[i] * s * z[i][a]
                for e in range(k):
                    h[a, e] += w[i] * c * z[i][a] * z[i][e]
        for a in range(k):
            g[a] -= penalty[a] * b[a]
            h[a, a] += penalty[a]
        step = mp.lu_solve(h, g)
        largest = max(abs(sum(q[j] * step[j] for j in range(k))) for q in z)
        b += step * min(1, 2 / largest) if largest else step
        if largest < mp.mpf(10)**-40:
            break
    inverse = h**-1
    errors = [mp.sqrt(inverse[a, a]) for a in range(k)]
    return list(b), errors, value if kind in ('logistic', 'poisson') else deviance


for kind, target, options in (
        ('logistic', 'y01', {}), ('logistic', 'y01', dict(weighted=True, shifted=True)),
        ('logistic', 'y01', dict(l2=0.125)), ('poisson', 'count', dict(shifted=True)),
        ('gamma', 'amount', dict(weighted=True)), ('negative binomial', 'count', dict(weighted=True)),
        ('tweedie', 'count', dict(shifted=True))):
    b, errors, value = fit(data(), kind, target, **options)
    print('//', kind, options)
    print('{%s},\n{%s},\n%s' % (', '.join(mp.nstr(v, 17) for v in b),
                                ', '.join(mp.nstr(v, 17) for v in errors), mp.nstr(value, 17)))
