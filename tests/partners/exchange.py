"""Models that tenon exports score elsewhere as they score at home.

usage: exchange.py TENON pmml|onnx

pmml: by an evaluator of RegressionModel written here from the specification of PMML 4.4.
onnx: by onnxruntime; 77 where it is absent.
"""
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

TENON = sys.argv[1]
PMML = '{http://www.dmg.org/PMML-4_4}'


def tenon(*arguments):
    done = subprocess.run([TENON, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'tenon {" ".join(arguments)}: {done.stdout}{done.stderr}')
    return done.stdout


# ---- PMML ----

class Invalid(Exception):
    pass


def sigmoid(s):
    return 1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s))


def evaluate(pmml, record):
    """The prediction, or the probabilities of the target's categories in the order of the dictionary."""
    model = pmml.find(PMML + 'RegressionModel')
    values = {}
    dictionary = {f.get('name'): f for f in pmml.iter(PMML + 'DataField')}
    for field in model.find(PMML + 'MiningSchema'):
        if field.get('usageType') == 'target':
            continue
        name = field.get('name')
        values[name] = mined(field, dictionary[name], record[name])
    for field in model.iter(PMML + 'DerivedField'):
        values[field.get('name')] = applied(field[0], values)
    sums = [table_sum(table, values) for table in model.iter(PMML + 'RegressionTable')]
    if model.get('functionName') == 'regression':
        assert len(sums) == 1
        return {'none': lambda x: x, 'exp': math.exp}[model.get('normalizationMethod')](sums[0])
    target, = (f for f in model.find(PMML + 'MiningSchema') if f.get('usageType') == 'target')
    target = dictionary[target.get('name')]
    assert [v.get('value') for v in target] == \
        [table.get('targetCategory') for table in model.iter(PMML + 'RegressionTable')]
    if model.get('normalizationMethod') == 'softmax':
        parts = [math.exp(s - max(sums)) for s in sums]
        return [part / sum(parts) for part in parts]
    assert model.get('normalizationMethod') == 'logit'
    upto = [sigmoid(s) for s in sums]
    if target.get('optype') == 'ordinal':
        upto[-1] = 1
        return [high - low for low, high in zip([0] + upto, upto)]
    assert len(sums) == 2 and sums[1] == 0
    return upto[0]


def mined(field, described, cell):
    """Outliers, then missing values, then invalid ones, as the mining field says."""
    missing = cell == ''
    if described.get('optype') == 'continuous':
        value = None if missing else float({'true': 1, 'false': 0}.get(cell, cell))
        outliers = field.get('outliers', 'asIs')
        if value is not None and outliers != 'asIs':
            low, high = float(field.get('lowValue')), float(field.get('highValue'))
            if outliers == 'asExtremeValues':
                value = min(max(value, low), high)
            elif not low <= value <= high:
                value = None
        if value is None:
            replacement = field.get('missingValueReplacement')
            if replacement is None:
                raise Invalid
            value = float(replacement)
        return value
    known = [v.get('value') for v in described]
    if not missing and cell not in known:
        treatment = field.get('invalidValueTreatment')
        if treatment == 'returnInvalid':
            raise Invalid
        missing = treatment == 'asMissing'
    if missing:
        cell = field.get('missingValueReplacement')
        if cell is None:
            raise Invalid
    return cell


def applied(node, values):
    tag = node.tag.replace(PMML, '')
    if tag == 'Constant':
        return float(node.text)
    if tag == 'FieldRef':
        return values[node.get('field')]
    assert tag == 'Apply'
    a, b = (applied(child, values) for child in node)
    return {'-': lambda: a - b, '/': lambda: a / b, '*': lambda: a * b}[node.get('function')]()


def table_sum(table, values):
    total = float(table.get('intercept'))
    for predictor in table:
        value, weight = values[predictor.get('name')], float(predictor.get('coefficient'))
        if predictor.tag == PMML + 'NumericPredictor':
            total += weight * value ** int(predictor.get('exponent', 1))
        elif value == predictor.get('value'):
            total += weight
    return total


def by_pmml(folder, model, records, classes):
    path = os.path.join(folder, 'model.pmml')
    tenon('export', model, '--pmml', path)
    document = tree.parse(path).getroot()
    assert document.tag == PMML + 'PMML' and document.get('version') == '4.4'
    return {1e-12: [evaluate(document, record) for record in records]}


# ---- ONNX ----

def by_onnx(folder, model, records, classes):
    import numpy
    import onnx
    import onnxruntime
    scores = {}
    for flags, tolerance in (([], 1e-12), (['--ml-operators'], 2e-5)):
        path = os.path.join(folder, 'model.onnx')
        tenon('export', model, '--onnx', path, *flags)
        onnx.checker.check_model(onnx.load(path), full_check=True)
        session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
        given = {}
        for one in session.get_inputs():
            cells = [record[one.name] for record in records]
            if one.type == 'tensor(string)':
                column = numpy.array(cells, dtype=object)
            elif one.type == 'tensor(int64)':
                column = numpy.array([int({'true': 1, 'false': 0}.get(c, c)) for c in cells], 'int64')
            else:
                kind = 'float64' if one.type == 'tensor(double)' else 'float32'
                assert one.type == ('tensor(float)' if flags else 'tensor(double)')
                numbers = [{'true': 1, 'false': 0, '': 'nan'}.get(c, c) for c in cells]
                column = numpy.array([float(c) for c in numbers], kind)
            given[one.name] = column.reshape(-1, 1)
        names = [one.name for one in session.get_outputs()]
        answer = dict(zip(names, session.run(None, given)))
        if 'prediction' in answer:
            assert answer['prediction'].shape == (len(records), 1)
            scores[tolerance] = [float(x) for x in answer['prediction'][:, 0]]
            continue
        both = answer['probabilities']
        if classes:
            assert both.shape == (len(records), len(classes)) and answer['label'].shape == (len(records), 1)
            assert numpy.allclose(both.sum(axis=1), 1)
            for label, row in zip(answer['label'][:, 0], both):
                assert row[classes.index(label)] > row.max() - 1e-5
            scores[tolerance] = both.tolist()
            continue
        assert both.shape == (len(records), 2) and answer['label'].shape == (len(records), 1)
        assert numpy.allclose(both.sum(axis=1), 1)
        unsure = abs(both[:, 1] - 0.5) < 1e-5
        assert ((answer['label'][:, 0] == (both[:, 1] > 0.5)) | unsure).all()
        scores[tolerance] = [float(x) for x in both[:, 1]]
    return scores


# ---- data ----

KINDS, GRADES = ['none', 'belt <1> & 2', '轴'], ['poor', 'fair', 'good']
TEMPERATURE, MACHINE = 'temp <°C> & "x"', '机器'


def write_data(path, seed, holes):
    chance = random.Random(seed)
    records = []
    for _ in range(400):
        t, v, rpm = chance.gauss(300, 5), chance.random(), round(chance.gauss(1500, 100))
        machine, line = chance.choice(['lathe', 'mill & saw', '"quoted"', '磨床']), chance.randint(1, 3)
        alarm = chance.random() < 0.3
        risk = 0.3 * (t - 300) + v + (machine == 'lathe') - 0.4 * line + alarm + chance.gauss(0, 1)
        if chance.random() < 0.03:
            t += 300  # a spike
        record = {TEMPERATURE: f'{t:.3f}', 'vibration': f'{v:.5f}', 'rpm': str(rpm), MACHINE: machine,
                  'line': str(line), 'alarm': 'true' if alarm else 'false',
                  'failed': '1' if risk > 0 else '0', 'scrap': f'{risk + 3:.4f}',
                  'kind': chance.choices(KINDS, [1, math.exp(risk / 2), math.exp(0.2 * (v - t + 300))])[0],
                  'grade': GRADES[(risk > -1) + (risk > 1)],
                  'wait': f'{math.exp(risk / 4) * chance.gammavariate(2, 1) + 1e-3:.4f}'}
        if holes:
            for name in (TEMPERATURE, 'vibration', MACHINE):
                if chance.random() < 0.05:
                    record[name] = ''
        records.append(record)
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.DictWriter(file, records[0].keys())
        writer.writeheader()
        writer.writerows(records)
    return records


NUMBERS = ','.join([TEMPERATURE, 'vibration', 'rpm', 'alarm'])
STEPS = [['--fill', 'median'], ['--fill', 'mean', '--scale'],
         ['--fill', 'median', '--outliers', 'iqr', '--scale'], ['--fill', 'mode', '--outliers', 'mad']]
CASES = [(['--features', NUMBERS], False), (['--features', NUMBERS, '--scale'], False),
         (['--features', 'vibration'], False), (['--categorical', MACHINE + ',line,alarm'], False),
         (['--features', NUMBERS, '--categorical', MACHINE + ',line'], False)]
CASES += [(['--features', NUMBERS, '--categorical', MACHINE + ',line'] + steps, True) for steps in STEPS]


TARGETS = [('failed', 'logistic', []), ('scrap', 'linear', []), ('wait', 'gamma', []), ('failed', 'poisson', []),
           ('kind', 'multinomial', KINDS), ('grade', 'ordinal', GRADES)]
POWERS = ['--polynomial', '4']
POWER_CASES = [(['--features', NUMBERS, *POWERS], False), (['--features', 'vibration,alarm', '--no-intercept', *POWERS], False),
               (['--features', 'vibration', '--polynomial', '9', '--scale'], False),
               (['--features', NUMBERS, '--categorical', MACHINE, '--scale', '--fill', 'mean', *POWERS], True)]


def near(here, there, tolerance):
    """Numbers, or as many for every class."""
    if isinstance(here, list):
        return all(near(a, b, tolerance) for a, b in zip(here, there, strict=True))
    return abs(here - there) <= tolerance * max(1, abs(here))


def main():
    score_elsewhere = {'pmml': by_pmml, 'onnx': by_onnx}[sys.argv[2]]
    if sys.argv[2] == 'onnx':
        try:
            import onnx  # noqa: F401
            import onnxruntime  # noqa: F401
        except ImportError:
            print('onnxruntime is not there: skipped')
            sys.exit(77)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        model, log = os.path.join(folder, 'model.json'), os.path.join(folder, 'log.csv')
        for target, kind, classes in TARGETS:
            cases = CASES + POWER_CASES if kind == 'linear' else CASES
            for options, holes in CASES[::4] if kind in ('gamma', 'poisson') else cases:
                records = write_data(log, count, holes)
                tenon('learn', log, '--target', target, '--family', kind, '--test-share', '0',
                      '--save', model, *options, *(['--levels', ','.join(classes)] if classes else []))
                home = json.loads(tenon('score', model, log, '--json'))['scores']
                if classes:
                    home = [[row[f'probability of {name}'] for name in classes] for row in home]
                for tolerance, scores in score_elsewhere(folder, model, records, classes).items():
                    for here, there in zip(home, scores, strict=True):
                        if not near(here, there, tolerance):
                            sys.exit(f'{target} {options}: {here} at home, {there} elsewhere')
                count += 1
    print(f'{count} models score elsewhere as at home')


main()
