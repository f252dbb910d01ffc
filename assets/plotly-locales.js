// Words and number signs of charts in Kazakh and Russian; Plotly takes them up when it loads.
(function () {
  "use strict";

  var THIN = "\u202f";
  var SIGNS = { date: "%d.%m.%Y", decimal: ",", thousands: THIN, year: "%Y", month: "%b %Y", dayMonth: "%-d %b", dayMonthYear: "%-d %b %Y" };

  var kk = {
    moduleType: "locale", name: "kk",
    dictionary: {
      "Autoscale": "Автомасштаб", "Click to enter Plot title": "Диаграмма атауын енгізу үшін басыңыз",
      "Compare data on hover": "Деректерді салыстыру", "Double-click to zoom back out": "Қайтару үшін екі рет басыңыз",
      "Download plot": "Диаграмманы жүктеу", "Download plot as a PNG": "Диаграмманы PNG түрінде жүктеу", "Pan": "Жылжыту",
      "Reset axes": "Осьтерді қайтару", "Show closest data on hover": "Ең жақын деректі көрсету",
      "Snapshot succeeded": "Сурет дайын", "Sorry, there was a problem downloading your snapshot!": "Суретті жүктеу мүмкін болмады",
      "Taking snapshot - this may take a few seconds": "Сурет дайындалуда – бірнеше секунд күтіңіз",
      "Zoom": "Үлкейту", "Zoom in": "Жақындату", "Zoom out": "Алыстату", "trace": "қатар", "close": "жабылуы", "open": "ашылуы",
      "high": "ең жоғары", "low": "ең төмен", "max": "ең көп", "mean": "орташа", "median": "медиана", "min": "ең аз"
    },
    format: Object.assign({
      days: ["жексенбі", "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі"],
      shortDays: ["жс", "дс", "сс", "ср", "бс", "жм", "сб"],
      months: ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"],
      shortMonths: ["қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."],
      periods: ["", ""]
    }, SIGNS)
  };

  var ru = {
    moduleType: "locale", name: "ru",
    dictionary: {
      "Autoscale": "Автомасштаб", "Click to enter Plot title": "Нажмите, чтобы ввести название графика",
      "Compare data on hover": "Сравнивать данные при наведении", "Double-click to zoom back out": "Двойной щелчок возвращает масштаб",
      "Download plot": "Скачать график", "Download plot as a PNG": "Скачать график в PNG", "Pan": "Сдвиг",
      "Reset axes": "Вернуть оси", "Show closest data on hover": "Показывать ближайшие данные",
      "Snapshot succeeded": "Снимок готов", "Sorry, there was a problem downloading your snapshot!": "Снимок не удалось скачать",
      "Taking snapshot - this may take a few seconds": "Снимок готовится – это займёт несколько секунд",
      "Zoom": "Масштаб", "Zoom in": "Приблизить", "Zoom out": "Отдалить", "trace": "ряд", "close": "закрытие", "open": "открытие",
      "high": "макс.", "low": "мин.", "max": "макс.", "mean": "среднее", "median": "медиана", "min": "мин."
    },
    format: Object.assign({
      days: ["воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"],
      shortDays: ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
      months: ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"],
      shortMonths: ["янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."],
      periods: ["", ""]
    }, SIGNS)
  };

  if (window.Plotly && window.Plotly.register) {
    window.Plotly.register([kk, ru]);
  } else {
    window.PlotlyLocales = (window.PlotlyLocales || []).concat([kk, ru]);
  }
}());
