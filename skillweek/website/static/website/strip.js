// On a narrow screen the strip of days begins at the day of the page, or at today.
const strip = document.querySelector(".days");
const day = strip?.querySelector('[aria-current="page"]') ?? strip?.querySelector('[aria-current="date"]');
if (day) strip.scrollLeft = day.parentElement.offsetLeft - strip.offsetLeft - 12;
